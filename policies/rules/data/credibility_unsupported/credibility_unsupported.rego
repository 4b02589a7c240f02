# METADATA
# title: Source without credibility
# description: A source must be verified, and a level such as authoritative must have a reason or a document. What is learned from wrong data is wrong.
# custom:
#   severity: {draft: note, review: note, production: warning}
#   remediation: "Add `reason` or `ref` for the level of the source, or have the source verified."
#   sources:
#     - "Regulation (EU) 2016/679, Art. 5(1)(d)"
#     - "Regulation (EU) 2024/1689, Art. 10(3)"
#     - "Data Privacy Vocabulary 2.3, dpv:VerifiedData, dpv:UnverifiedData, https://w3id.org/dpv"
#   controls: [gdpr/Art. 5(1)(d)]
#   example: |
#     source:
#       credibility: {level: verified, reason: Compared with the register of companies, date: 2026-03-01}
package modelgate.rules.data.credibility_unsupported

import data.modelgate.lib.datasets
import data.modelgate.lib.dates

applies if count(datasets.described) > 0

deny contains {"at": level.at, "key": sprintf("dataset %s credibility", [dataset.name]), "message": sprintf("dataset %q: the source is unverified", [dataset.name])} if {
	some dataset in datasets.described
	level := dataset.card.source.credibility.level
	level.value == "unverified"
}

deny contains {"at": level.at, "key": sprintf("dataset %s credibility", [dataset.name]), "message": sprintf("dataset %q: source.credibility.level is %q, without a reason or ref", [dataset.name, level.value])} if {
	some dataset in datasets.described
	said := dataset.card.source.credibility
	level := said.level
	level.value in {"authoritative", "verified"}
	not said.reason.present
	not said.ref.present
}

deny contains {"at": day.at, "key": sprintf("dataset %s credibility date", [dataset.name]), "message": sprintf("dataset %q: source.credibility.date is %s, which is in the future", [dataset.name, day.value])} if {
	some dataset in datasets.described
	day := dataset.card.source.credibility.date
	dates.is_day(day.value)
	day.value > dates.in_days(1)
}
