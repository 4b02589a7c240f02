# METADATA
# title: Declared law without a pack
# description: A declared law should have a pack of controls. Without one, modelgate checks nothing of the law.
# custom:
#   severity: note
#   remediation: Add a pack to .modelgate/regimes, or check the law by other means.
#   sources:
#     - "packs policies/regimes"
#   example: |
#     regimes: [gdpr, hipaa]
package modelgate.rules.data.regime_unchecked

import data.modelgate.lib.datasets
import data.modelgate.lib.regimes
import data.modelgate.packs
import data.modelgate.regimes as laws

applies if count(_declared) > 0

_declared contains [dataset.card.regimes.at, name] if {
	some dataset in datasets.described
	some name in regimes.declared(dataset.card)
	laws.items[name]
}

_declared contains [input.head.card.regimes.at, name] if {
	input.head.card.present
	some name in regimes.declared(input.head.card)
	laws.items[name]
}

deny contains {"at": at, "key": sprintf("regime %s", [name]), "message": sprintf("%q (%s) is declared, but has no pack, so it is not checked", [name, laws.items[name].title])} if {
	some [at, name] in _declared
	not packs[name]
}
