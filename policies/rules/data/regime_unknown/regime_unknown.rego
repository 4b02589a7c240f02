# METADATA
# title: Unknown law in regimes
# description: Each entry of `regimes` must be a law of the table policies/data/regimes.yaml. Other entries have no effect.
# custom:
#   severity: error
#   remediation: Use an identifier that the message lists. Otherwise, add the law to .modelgate/data/regimes.yaml.
#   sources:
#     - table policies/data/regimes.yaml
#   example: |
#     regimes: [gdpr]
package modelgate.rules.data.regime_unknown

import data.modelgate.lib.datasets
import data.modelgate.packs
import data.modelgate.regimes as table

applies if count(_named) > 0

_named contains [sprintf("dataset %q", [dataset.name]), item.at, item.value] if {
	some dataset in datasets.described
	some item in dataset.card.regimes.items
}

_named contains [sprintf("dataset %q", [dataset.name]), regime.at, regime.name] if {
	some dataset in datasets.described
	some regime in input.config.regimes
	regime.card == dataset.card.path
}

_named contains ["the model card", item.at, item.value] if some item in input.head.card.regimes.items

# What is no word at all is of the schema.
deny contains {"at": at, "key": sprintf("regime %s", [name]), "message": sprintf("%s: unknown law %q in regimes; %s: %s", [whose, name, _meant(name), concat(", ", [known | some known, _ in table.items])])} if {
	some [whose, at, name] in _named
	not table.items[name]
	not packs[name]
	regex.match(`[A-Za-z]`, name)
}

_meant(name) := sprintf("did you mean %q? Valid laws", [_near(name)[0]]) if count(_near(name)) > 0

_meant(name) := "valid laws" if count(_near(name)) == 0

_near(name) := sort([known | some known, _ in table.items; _alike(_letters(name), _letters(known))])

_letters(name) := regex.replace(lower(name), `[^a-z0-9]`, "")

_alike(a, b) if {
	startswith(a, b)
	count(a) < count(b) + 3
}

_alike(a, b) if {
	count(a) > 2
	startswith(b, a)
	count(b) < count(a) + 3
}

_alike(a, b) if {
	count(a) > 2
	endswith(b, a)
}

# One letter is another one, or letters are transposed.
_alike(a, b) if {
	count(a) == count(b)
	count([i | some i, c in split(a, ""); c != substring(b, i, 1)]) < 2
}

_alike(a, b) if sort(split(a, "")) == sort(split(b, ""))
