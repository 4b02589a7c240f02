# METADATA
# title: Tags of an undeclared law
# description: A card with tags of a law must declare that law under `regimes`, or the configuration must. Otherwise the tags are not checked.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Add the law to `regimes`. If it does not apply, remove its tags.
#   sources:
#     - "packs policies/regimes"
#     - "Regulation (EU) 2016/679, Art. 5(2)"
#   example: |
#     regimes: [hipaa]
#     hipaa: {role: covered-entity}
package modelgate.rules.data.regime_undeclared

import data.modelgate.lib.datasets
import data.modelgate.lib.regimes

applies if count(_blocks) > 0

# Each is in words, where it should be declared, and the law.
_blocks contains [sprintf("dataset %q", [dataset.name]), dataset.card.regimes.at, law] if {
	some dataset in datasets.described
	some law in ({split(tag.name, ".")[0] | some tag in dataset.card.regime_tags} - regimes.declared(dataset.card))
}

_blocks contains ["the model", input.head.card.regimes.at, law] if {
	some law in ({split(tag.name, ".")[0] | some tag in input.head.card.regime_tags} - regimes.declared(input.head.card))
}

deny contains {"at": at, "key": sprintf("regime %s of %s", [name, whose]), "message": sprintf("%s has tags of %q, which is not declared, so they are not checked", [whose, name])} if {
	some [whose, at, name] in _blocks
}
