# METADATA
# title: Personal data without a retention period
# description: "A card of personal data must state how long the data is kept: a period and the event that starts it, or the criteria that determine it. A period that starts on a date must name the date."
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Add `retention` with `period` (ISO 8601) and `starts`, or with `criteria`.
#   sources:
#     - Regulation (EU) 2016/679, Art. 5(1)(e), 13(2)(a) and 30(1)(f)
#   controls: [gdpr/Art. 5(1)(e), gdpr/Art. 30(1)(f)]
#   example: |
#     retention: {period: P2Y, starts: contract-end, action: erase}
package modelgate.rules.gdpr.retention_undeclared

import data.modelgate.lib.datasets
import data.modelgate.statements

applies if count(datasets.personal) > 0

deny contains {"at": retention.at, "message": sprintf("dataset %q: the data card states neither a retention period nor criteria for one", [dataset.name])} if {
	some dataset in datasets.answering
	retention := dataset.card.retention
	count(datasets.missing(retention, {"period", "criteria"})) == 2
}

deny contains {"at": retention.at, "message": sprintf("dataset %q: retention period %q has no start", [dataset.name, retention.period.value])} if {
	some dataset in datasets.personal
	retention := dataset.card.retention
	retention.period.present
	_is_duration(retention.period)
	count(datasets.missing(retention, {"starts", "criteria"})) == 2
}

deny contains {"at": retention.at, "message": sprintf("dataset %q: retention period %q is not an ISO 8601 duration such as P2Y", [dataset.name, retention.period.value])} if {
	some dataset in datasets.personal
	retention := dataset.card.retention
	retention.period.present
	not _is_duration(retention.period)
}

deny contains {"at": retention.at, "message": sprintf("dataset %q: cannot compute an end date from retention period %q and start date %q", [dataset.name, retention.period.value, retention.start_date.value])} if {
	some dataset in datasets.personal
	retention := dataset.card.retention
	retention.period.present
	_is_duration(retention.period)
	_dated(retention)
	retention.ends == ""
}

# WP260 rev.01: "as long as necessary" is not a criterion.
deny contains {"at": retention.criteria.at, "key": "criteria", "message": sprintf("dataset %q: retention.criteria is %q, which is not a criterion", [dataset.name, retention.criteria.value])} if {
	some dataset in datasets.personal
	retention := dataset.card.retention
	not retention.period.present
	some form in statements.vague
	regex.match(sprintf(`^\W*(?:%s)\W*$`, [form]), lower(retention.criteria.value))
}

# How a duration goes on is for the schema of data cards to say.
_is_duration(period) if regex.match(`^P[0-9]`, period.value)

_dated(retention) if retention.starts.value == "date"

_dated(retention) if retention.start_date.present
