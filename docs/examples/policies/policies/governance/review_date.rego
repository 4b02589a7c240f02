# METADATA
# title: Model without a review date
# description: Each model must have a date for its next review, at most 12 months ahead.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Add the model to `next` in .modelgate/data/reviews.yaml, with a day such as 2027-03-01.
#   sources: ["Model handbook, section 6"]
package modelgate.custom.governance.review_date

import data.modelgate.lib.dates
import data.modelgate.reviews

deny contains {"at": input.head.at, "message": "the model has no review date"} if next == null

deny contains {"at": input.head.at, "message": sprintf("the review date %v is not a day such as 2027-03-01", [next])} if {
	next != null
	not dates.is_day(next)
}

deny contains {"at": input.head.at, "message": sprintf("the review of the model was due on %s", [day])} if day < dates.today

deny contains {"at": input.head.at, "message": sprintf("the review date %s is more than 12 months ahead", [day])} if day > dates.in_days(366)

next := object.get(reviews.next, input.head.id, null)

day := next if dates.is_day(next)
