# METADATA
# title: Processor without a contract
# description: Every processor of personal data must have a name, and a contract that the card refers to.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Add `name` and `dpa_ref` to the processor.
#   sources:
#     - Regulation (EU) 2016/679, Art. 28(3)
#   controls: [gdpr/Art. 28(3)]
#   example: |
#     processors:
#       - {name: Cloud Ltd, country: IE, dpa_ref: "contracts:CP-2026-09"}
package modelgate.rules.gdpr.processor_contract

import data.modelgate.lib.datasets
import data.modelgate.lib.identity

applies if {
	some dataset in datasets.personal
	count(dataset.card.processors) > 0
}

deny contains {"at": processor.dpa_ref.at, "key": identity.processor(processor), "message": sprintf("dataset %q: processor %q has no contract (dpa_ref)", [dataset.name, processor.name.value])} if {
	some dataset in datasets.personal
	some processor in dataset.card.processors
	not processor.dpa_ref.present
}

deny contains {"at": processor.name.at, "key": sprintf("%s name", [identity.processor(processor)]), "message": sprintf("dataset %q: a processor has no name", [dataset.name])} if {
	some dataset in datasets.personal
	some processor in dataset.card.processors
	not processor.name.present
}
