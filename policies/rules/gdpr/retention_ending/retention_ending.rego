# METADATA
# title: Retention period ends soon
# description: The retention period of personal data should not end within 30 days of the check, unless the card refers to a legal hold.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Plan the erasure of the data and the retraining of the model; update the card when it is done.
#   sources:
#     - Regulation (EU) 2016/679, Art. 5(1)(e)
#   controls: [gdpr/Art. 5(1)(e)]
#   example: |
#     retention: {period: P2Y, starts: date, start_date: 2026-06-30, action: erase}
package modelgate.rules.gdpr.retention_ending

import data.modelgate.lib.datasets
import data.modelgate.lib.dates

applies if count(_ending) > 0

_ending contains dataset if {
	some dataset in datasets.personal
	dates.is_day(dataset.card.retention.ends)
}

deny contains {"at": retention.at, "message": sprintf("dataset %q: the retention period %q ends on %s", [dataset.name, retention.period.value, retention.ends])} if {
	some dataset in _ending
	retention := dataset.card.retention
	retention.ends >= dates.today
	retention.ends <= dates.in_days(min([30, floor(retention.days / 10)]))
	not retention.hold_ref.present
}
