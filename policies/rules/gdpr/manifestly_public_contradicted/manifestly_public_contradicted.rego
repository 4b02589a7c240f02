# METADATA
# title: Data origin contradicts "manifestly made public"
# description: The condition "manifestly made public by the data subject" must have a source that is public or the data subject.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Correct `source.origin`, or use another condition for the special categories.
#   sources:
#     - "Regulation (EU) 2016/679, Art. 9(2)(e)"
#     - "CJEU, C-252/21 Meta Platforms v Bundeskartellamt, 4 July 2023"
#   controls: [gdpr/Art. 9(2)(e)]
#   example: |
#     source: {kind: web-crawl, origin: public, name: election programmes}
#     art9_conditions:
#       - {condition: manifestly-public}
package modelgate.rules.gdpr.manifestly_public_contradicted

import data.modelgate.lib.datasets
import data.modelgate.lib.identity

applies if count(_relying) > 0

_relying contains [dataset, entry] if {
	some dataset in datasets.personal
	some entry in dataset.card.art9_conditions
	entry.condition.value == "manifestly-public"
}

deny contains finding if {
	some [dataset, entry] in _relying
	origin := dataset.card.source.origin
	not origin.value in {"public", "data-subject"}
	finding := {
		"at": entry.condition.at,
		"key": identity.condition(entry),
		"message": sprintf("dataset %q: the data is declared as manifestly made public, but its origin is %q", [dataset.name, origin.value]),
		"related": [{"at": origin.at, "message": "the origin of the data"}],
	}
}
