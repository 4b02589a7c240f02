# METADATA
# title: Review overdue
# description: If the configuration declares the label next_review, the day of a model's next review cannot be in the past, or more than a year ahead. A retired model needs no review.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Review the model, then set `next_review` under `labels` in its modelgate.yaml to a later day.
#   sources:
#     - "NIST AI 100-1 (AI RMF 1.0), GOVERN 1.5 (ongoing monitoring and periodic review)"
#     - "SR 11-7, Guidance on Model Risk Management, section V"
#   controls: [nist-ai-rmf/GOVERN 1.5, iso-42001/A.6.2.6]
#   example: |
#     # models/churn/modelgate.yaml
#     labels: {next_review: 2027-03-01}
package modelgate.rules.governance.review_overdue

import data.modelgate.lib.dates
import data.modelgate.lib.retired
import data.modelgate.lifecycle

applies if {
	count(_days) > 0
	count(retired.since(input.head)) == 0
}

_days contains label if {
	some label in input.head.labels
	label.name == lifecycle.review_label
	label.present
	dates.is_day(label.value)
}

deny contains {"at": label.at, "message": sprintf("the review of the model was due on %s", [label.value])} if {
	applies
	some label in _days
	label.value < dates.today
}

deny contains {"at": label.at, "message": sprintf("the next review on %s is more than %d days ahead", [label.value, lifecycle.review_days])} if {
	applies
	some label in _days
	label.value > dates.in_days(lifecycle.review_days)
}
