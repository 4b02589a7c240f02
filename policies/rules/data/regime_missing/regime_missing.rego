# METADATA
# title: Applicable law not declared
# description: A data card whose `regimes` are declared must name each law that its own tags imply. Otherwise, the rules of that law do not run.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Add the law to `regimes`. Otherwise, correct the tag, or declare `data_subject_regions` and `controller.country`.
#   sources:
#     - Regulation (EU) 2016/679, Art. 3
#     - EDPB Guidelines 3/2018 on the territorial scope of the GDPR
#   controls: [gdpr/Art. 3]
#   example: |
#     regimes: [gdpr, hipaa]
package modelgate.rules.data.regime_missing

import data.modelgate.lib.datasets
import data.modelgate.lib.regimes
import data.modelgate.regimes as table

applies if {
	some dataset in datasets.about_people
	count(regimes.declared(dataset.card)) > 0
}

deny contains finding if {
	some dataset in datasets.about_people
	some name, [at, why] in regimes.missing(dataset.card)
	finding := {
		"at": dataset.card.regimes.at,
		"key": sprintf("regime %s", [name]),
		"message": sprintf("dataset %q: regimes has no %q (%s), but %s", [dataset.name, name, table.items[name].title, why]),
		"related": [{"at": at, "message": "this tag implies the law"}],
	}
}
