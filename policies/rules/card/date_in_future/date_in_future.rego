# METADATA
# title: Date in the future
# description: A date at which the card or the model was made or evaluated cannot be in the future. Otherwise, readers cannot tell how current they are.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Correct the date. For a planned release, use another key.
#   sources:
#     - "Mitchell et al., Model Cards for Model Reporting, section 4.1 (model date), https://arxiv.org/abs/1810.03993"
#   example: |
#     last_updated: 2026-05-01   # not 2062-05-01
package modelgate.rules.card.date_in_future

import data.modelgate.keys as table
import data.modelgate.lib.dates

applies if {
	some key in input.head.card.keys
	lower(key.name) in table.dates
}

deny contains {"at": key.at, "message": sprintf("%q is %s, which is in the future", [key.name, day])} if {
	some key in input.head.card.keys
	lower(key.name) in table.dates
	regex.match(`^\d{4}-\d{2}-\d{2}`, key.value)
	day := substring(key.value, 0, 10)
	day > dates.in_days(1) # somewhere it is tomorrow
}
