# METADATA
# title: Text contradicts the datasets
# description: A well-known dataset that the text names as training data must be in `datasets` of the metadata. License checks and data checks read the metadata, and people read the text.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Correct `datasets` or the text. If the model was trained on several datasets, list all of them in `datasets`.
#   sources:
#     - "huggingface/hub-docs modelcard.md, datasets"
#     - Regulation (EU) 2024/1689, Annex XI, section 1(2)(c)
#   example: |
#     datasets: [squad_v2]   # and in the text: The model was fine-tuned on SQuAD v2
package modelgate.rules.card.datasets_text_contradicts

import data.modelgate.datasets as table
import data.modelgate.lib.spelling
import data.modelgate.lib.statements

applies if {
	count(_declared) > 0
	count(input.head.card.statements) > 0
}

deny contains {"at": first.at, "key": "datasets", "message": sprintf("the text states that the model was trained on %q, but the metadata's datasets are %s", [first.name, concat(", ", [item.value | some item in array.slice(input.head.card.datasets.items, 0, 5)])])} if {
	applies
	count(_training) > 0
	count(_named) > 0
	not _is_nameless
	not _fits
	first := _named[0]
}

# The text lists what the model was trained on, the metadata have all of it but one, and a result
# names that one as well.
deny contains {"at": input.head.card.datasets.at, "key": sprintf("dataset %s", [measured[0]]), "message": sprintf("the text states that the model was trained on %q, which the metadata's datasets lack", [measured[0]]), "related": [{"at": statement.at, "message": "the list of the text"}]} if {
	count(_declared) >= 3
	some statement in _training
	parts := [trim_space(part) | some part in regex.split(`,| and `, regex.replace(statement.value, `(?i) (?:data ?sets?|corpora)\b.*$`, ""))]
	count(parts) >= 4
	count(parts) <= 20
	every part in parts { count(part) in numbers.range(3, 40) }
	lacking := [part | some part in parts; not _is_declared(statements.letters(part))]
	count(lacking) <= 2 # one may be there under another name
	measured := [part | some part in lacking; statements.letters(part) in _measured]
	count(measured) == 1
}

_is_declared(part) if {
	some plain in _declared
	count(plain) > 2
	contains(part, plain)
}

_is_declared(part) if {
	some plain in _declared
	contains(plain, part)
}

_measured contains statements.letters(result.dataset.value) if {
	some entry in input.head.card.model_index
	some result in entry.results
}

# One identifier in two spellings: that of the metadata is nowhere else, and one that is a letter
# away is in the text or in model-index.
deny contains {"at": item.at, "key": sprintf("dataset %s", [item.value]), "message": sprintf("dataset %q is spelled %q elsewhere in the card", [item.value, meant])} if {
	count(_elsewhere) > 0
	some item in array.slice(input.head.card.datasets.items, 0, 20)
	mine := lower(item.value)
	not mine in _elsewhere
	own_name := lower(statements.last(mine))
	not own_name in _elsewhere
	meant := _nearest(mine)
	meant != ""
	every other in input.head.card.datasets.items { lower(other.value) != meant }
}

_nearest(id) := near if {
	near := spelling.nearest(id, _elsewhere)
	near != ""
	_is_slip(id, near)
} else := near if {
	near := spelling.nearest(statements.last(id), _elsewhere)
	near != ""
	_is_slip(statements.last(id), near)
} else := ""

# Numbers, a sign and the last letter of a plural tell one name from another.
_is_slip(a, b) if {
	count(statements.letters(a)) >= 5
	regex.replace(a, `[^\pL]+`, "") != regex.replace(b, `[^\pL]+`, "")
	trim_suffix(a, "s") != trim_suffix(b, "s")
}

_elsewhere contains lower(statement.value) if some statement in statements.about({"named"})

_elsewhere contains lower(statements.last(statement.value)) if some statement in statements.about({"named"})

_elsewhere contains lower(result.dataset_type.value) if {
	some entry in input.head.card.model_index
	some result in entry.results
	result.dataset_type.present
}

_elsewhere contains statements.letters(word) if {
	some statement in _training
	some word in regex.split(`[\s,;()]+`, statement.value)
	count(word) >= 5
}

_training := statements.about({"training"})

# The datasets of the metadata, in letters. One without a name says nothing.
_declared := {plain |
	some item in input.head.card.datasets.items
	plain := statements.letters(statements.last(item.value))
	plain != ""
}

_is_nameless if {
	some item in input.head.card.datasets.items
	lower(item.value) in table.nameless
}

# What the statements name, with how identifiers write it.
_named := [{"at": statement.at, "name": name, "ids": ids} |
	some statement in _training
	some [name, ids] in array.concat(_known(statement.value), _written(statement.value))
]

_known(text) := [[parts[0][1], entry.ids] |
	some entry in table.items
	parts := regex.find_all_string_submatch_n(sprintf(`(?i)(?:^|[^\pL\pN])(%s)(?:$|[^\pL\pN])`, [entry.words]), text, 1)
	count(parts) > 0
]

# "the X dataset", as trainers write it, with an identifier.
_written(text) := [[name, [statements.letters(statements.last(name))]] |
	parts := regex.find_all_string_submatch_n("^[`'\"]?([A-Za-z][\\w.-]*[_/][\\w./-]*\\w)[`'\"]? (?:data ?set|corpus)$", text, 1)
	count(parts) > 0
	name := parts[0][1]
	not lower(name) in table.nameless
]

# One that fits is enough: a model is trained in steps.
_fits if {
	some one in _named
	some id in one.ids
	some plain in _declared
	_alike(id, plain)
}

_fits if {
	some statement in input.head.card.statements
	some plain in _declared
	count(plain) > 2
	contains(statements.letters(statement.value), plain)
}

_fits if {
	some plain in _declared
	some collection in table.collections
	contains(plain, collection)
}

# An owner's name may be what the text names: "EleutherAI/pile".
_fits if {
	some one in _named
	some id in one.ids
	some item in input.head.card.datasets.items
	contains(statements.letters(item.value), id)
}

_alike(a, b) if contains(a, b)

_alike(a, b) if contains(b, a)
