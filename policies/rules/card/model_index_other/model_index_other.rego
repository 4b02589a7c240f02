# METADATA
# title: Results of another model
# description: The name in model-index must be that of the model. A name with another size or version is often left from the card of a sibling, whose results are then shown for this model.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Correct the name in model-index. Check whether the results are those of this model.
#   sources:
#     - "huggingface/hub-docs modelcard.md, model-index"
#     - "Measured: 11 of 386 names in model-index are those of a sibling (3,433 model cards of the Hugging Face hub)"
#   example: |
#     model-index:
#       - name: my-model-7b   # not my-model-70b
package modelgate.rules.card.model_index_other

import data.modelgate.lib.statements
import data.modelgate.lib.tongues

applies if count(input.head.card.model_index) == 1

deny contains {"at": name.at, "key": "model-index name", "message": sprintf("model-index is for %q, but the model is %q", [name.value, own])} if {
	applies
	name := input.head.card.model_index[0].name
	name.present
	every other in _names { not _ends(_tokens(other), _tokens(name.value)) }
	own := [own | some own in _names; _is_sibling(_tokens(own), _tokens(name.value))][0]
}

# The name has a language that the model does not have.
deny contains {"at": name.at, "key": "model-index name", "message": sprintf("model-index is for %q, but the model's language is %s", [name.value, concat(", ", [item.value | some item in items])])} if {
	applies
	name := input.head.card.model_index[0].name
	items := input.head.card.languages.items
	count(items) in {1, 2, 3}
	every item in items { regex.match(`^[A-Za-z]{2}(?:[-_].*)?$`, item.value) }
	some word in _tokens(name.value)
	tongues.is_name(word)
	not word in {"english", "latin", "native"}
	every item in items { not tongues.alike(lower(regex.replace(item.value, `[-_].*`, "")), word) }
	every other in _names { not word in _tokens(other) }
}

# What the model is named elsewhere: its directory, its manifest, and the title.
_names := array.concat(
	[name | some name in [statements.last(input.head.id), input.head.name]; name != ""],
	[statement.value | some statement in statements.about({"title"})],
)

_tokens(name) := [token |
	some token in regex.split(`[^a-z0-9.]+`, lower(statements.last(name)))
	not token in {"", "gguf", "gptq", "awq", "exl2"}
]

# One name is the end of another, behind the owner.
_ends(own, other) if {
	n := count(own) - count(other)
	n >= 0
	_plain(array.slice(own, n, count(own))) == _plain(other)
}

# v02 and 0.2 are one version.
_plain(tokens) := [regex.replace(trim_prefix(token, "v"), `\.`, "") | some token in tokens]

# The end of one name has the words of the other, except for a size or a version.
_is_sibling(own, other) if {
	n := count(other)
	n >= 2
	count(own) >= n
	end := array.slice(own, count(own) - n, count(own))
	apart := [i | some i, token in other; end[i] != token]
	count(apart) in {1, 2}
	count(apart) * 2 <= n
	every i in apart {
		some class in _classes
		regex.match(class, end[i])
		regex.match(class, other[i])
	}
}

_classes := [
	`^[0-9]+(\.[0-9]+)?[bmk]$`,
	`^(?:nano|tiny|mini|small|medium|base|large|huge|xs|xl|xxl)$`,
	`^(?:cased|uncased)$`,
	`^v?[0-9]{1,2}(?:\.[0-9]+)*$`,
]
