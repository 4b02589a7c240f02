# METADATA
# title: Impossible date
# description: "Dates of a data card must be possible: collection ends after it starts, what has happened is not in the future, and no impact assessment is older than data protection law of the EU."
# custom:
#   severity: {draft: note, review: error, production: error}
#   remediation: Correct the date.
#   sources:
#     - "Regulation (EU) 2016/679, Art. 5(1)(d), 5(2) and 35"
#     - "Directive 95/46/EC of 24 October 1995, Art. 20 (prior checking)"
#   example: |
#     source: {kind: survey, origin: data-subject, name: census, collected_from: 2025-01-01, collected_to: 2025-06-30}
package modelgate.rules.data.date_impossible

import data.modelgate.lib.datasets
import data.modelgate.lib.dates

applies if count(datasets.described) > 0

deny contains {"at": to.at, "key": "collected_to", "message": sprintf("dataset %q: source.collected_to is %s, before source.collected_from %s", [dataset.name, to.value, from.value])} if {
	some dataset in datasets.described
	from := dataset.card.source.collected_from
	to := dataset.card.source.collected_to
	dates.is_day(from.value)
	dates.is_day(to.value)
	to.value < from.value
}

deny contains {"at": day.at, "key": tag, "message": sprintf("dataset %q: %s is %s, which is in the future", [dataset.name, tag, day.value])} if {
	some dataset in datasets.described
	some tag, day in {
		"source.collected_from": dataset.card.source.collected_from,
		"source.collected_to": dataset.card.source.collected_to,
		"dpia.date": dataset.card.dpia.date,
	}
	dates.is_day(day.value)
	day.value > dates.in_days(1)
}

deny contains {"at": date.at, "key": "dpia.date", "message": sprintf("dataset %q: dpia.date is %s, before Directive 95/46/EC of 24 October 1995", [dataset.name, date.value])} if {
	some dataset in datasets.personal
	date := dataset.card.dpia.date
	dates.is_day(date.value)
	date.value < "1995-10-24" # what was checked under its Art. 20 needs no new assessment (WP248 rev.01, III.B)
}
