# METADATA
# title: Retention period has ended
# description: The retention period of personal data must not have ended on the day of the check, unless the card refers to a legal hold.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Erase, anonymize, or archive the data and update the card; or add `retention.hold_ref`.
#   sources:
#     - Regulation (EU) 2016/679, Art. 5(1)(e) and 17(1)(a)
#   controls: [gdpr/Art. 5(1)(e), gdpr/Art. 17(1)]
#   example: |
#     retention: {period: P2Y, starts: date, start_date: 2026-06-30, action: erase}
package modelgate.rules.gdpr.retention_elapsed

import data.modelgate.lib.datasets
import data.modelgate.lib.dates

applies if count(_ending) > 0

_ending contains dataset if {
	some dataset in datasets.personal
	dates.is_day(dataset.card.retention.ends)
}

deny contains {"at": retention.at, "message": sprintf("dataset %q: the retention period %q ended on %s", [dataset.name, retention.period.value, retention.ends])} if {
	some dataset in _ending
	retention := dataset.card.retention
	retention.ends < dates.today
	not retention.hold_ref.present
}
