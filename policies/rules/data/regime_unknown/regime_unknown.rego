# METADATA
# title: Unknown law in regimes
# description: Each entry of `regimes` must be a law of the table policies/data/regimes.yaml. Other entries have no effect.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Use an identifier that the message lists. Otherwise, add the law to .modelgate/data/regimes.yaml.
#   sources:
#     - table policies/data/regimes.yaml
#   example: |
#     regimes: [gdpr]
package modelgate.rules.data.regime_unknown

import data.modelgate.lib.datasets
import data.modelgate.regimes as table

applies if count(_named) > 0

_named contains [dataset.name, item.at, item.value] if {
	some dataset in datasets.described
	some item in dataset.card.regimes.items
}

_named contains [dataset.name, regime.at, regime.name] if {
	some dataset in datasets.described
	some regime in input.config.regimes
	regime.card == dataset.card.path
}

deny contains {"at": at, "key": sprintf("regime %s", [name]), "message": sprintf("dataset %q: regimes contains %q, which is not one of %s", [dataset, name, concat(", ", [known | some known, _ in table.items])])} if {
	some [dataset, at, name] in _named
	not table.items[name]
}
