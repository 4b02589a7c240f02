# METADATA
# title: Implied law without a declaration
# description: A law that the tags of a card imply should be declared under `regimes`. Its rules do not run otherwise.
# custom:
#   severity: {draft: note, review: note, production: note}
#   remediation: Add the law to `regimes` of the card, or for its path in .modelgate/config.yaml. Declare all laws that apply, including gdpr.
#   sources:
#     - "Regulation (EU) 2016/679, Art. 3"
#     - "UK GDPR, Art. 3; Lei 13.709/2018, Art. 3; PIPL, Art. 3"
#   example: |
#     regimes: [gdpr, uk_gdpr]
package modelgate.rules.data.regime_implied

import data.modelgate.lib.datasets
import data.modelgate.lib.regimes
import data.modelgate.regimes as table

applies if count(datasets.personal) > 0

applies if input.head.card.risk_class.present

# Where others are declared it is data/regime_missing; outside of the GDPR a note has it.
deny contains {"at": at, "key": sprintf("regime %s", [name]), "message": sprintf("dataset %q: %s, which implies %q (%s), but no law is declared, so it is not checked", [dataset.name, why, name, table.items[name].title])} if {
	some dataset in datasets.personal
	count(regimes.declared(dataset.card)) == 0
	some name, _ in table.items
	name != "gdpr"
	some [at, why] in regimes.triggers(dataset.card, name)
}

deny contains {"at": class.at, "key": "regime eu_ai_act", "message": sprintf("the risk class %q implies \"eu_ai_act\" (%s), which is not declared, so it is not checked", [class.value, object.get(table.items, ["eu_ai_act", "title"], "EU AI Act")])} if {
	class := input.head.card.risk_class
	lower(class.value) in {"high", "prohibited", "gpai", "gpai-systemic"}
	not "eu_ai_act" in regimes.declared(input.head.card)
}
