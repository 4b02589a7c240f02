# METADATA
# title: Contradictory data of a result
# description: The name, the type, the config and the split of a result's dataset must be of one dataset. Tools find the data by type, config and split, and people read the name.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Correct the name or the key that is wrong. If the result is of another part of the data, name it.
#   sources:
#     - "huggingface/hub-docs modelcard.md, model-index"
#     - "Mitchell et al., Model Cards for Model Reporting, FAT* 2019, section 4.5 (evaluation data)"
#   example: |
#     dataset:
#       name: MultiNLI-mismatched
#       type: multi_nli
#       split: validation_mismatched   # not validation_matched
package modelgate.rules.card.result_data_contradicts

import data.modelgate.datasets as table
import data.modelgate.lib.crowds
import data.modelgate.lib.statements

applies if count(_claims) > 0

deny contains finding if some finding in crowds.few(_found)

# The name has one of two parts of a dataset, and the config or the split the other.
_found contains {"at": _place(claim, "dataset"), "key": sprintf("dataset %s %s", [claim.dataset, claim.config]), "message": sprintf("the result is of dataset %q, but its %s is %q", [claim.dataset, key, value])} if {
	some claim in _claims
	some [key, value] in [["config", claim.config], ["split", claim.split]]
	some pair in _opposites
	some i in [0, 1]
	named := _words(claim.dataset)
	pair[i] in named
	not pair[1 - i] in named
	words := _words(value)
	pair[1 - i] in words
	not pair[i] in words
	not pair[i] in _words(concat(" ", [claim.config, claim.split]))
}

# The name and the config are one known dataset of the metadata, and the type is another, which the
# metadata do not list.
_found contains {"at": _place(claim, "dataset_type"), "key": sprintf("dataset %s %s", [claim.dataset, claim.config]), "message": sprintf("the result is of dataset %q with config %q, but its type is %q", [claim.dataset, claim.config, claim.dataset_type])} if {
	some claim in _claims
	name := statements.letters(claim.dataset)
	count(name) > 3
	name == statements.letters(claim.config)
	type := statements.letters(statements.last(claim.dataset_type))
	not contains(name, type)
	not contains(type, name)
	name in _declared
	not type in _declared
	every collection in table.collections { not contains(type, collection) }
}

# Of results whose types are those of their names, the only one that has the type of another.
_found contains {"at": _place(claim, "dataset_type"), "key": sprintf("dataset %s %s", [claim.dataset, claim.dataset_type]), "message": sprintf("the result is of dataset %q, but its type %q is that of dataset %q", [claim.dataset, claim.dataset_type, other])} if {
	count(_fitting) >= 3
	strays := {pair | some pair in _pairs; not pair in _fitting; some known in _fitting; known[1] == pair[1]}
	count(strays) == 1
	some [name, type] in strays
	_is_apart(_plain(name), statements.letters(statements.last(type)))
	every collection in table.collections { not contains(statements.letters(type), collection) }
	other := [known[0] | some known in _fitting; known[1] == type][0]
	claim := [claim | some claim in _claims; claim.dataset == name; claim.dataset_type == type][0]
	_plain(claim.config) != _plain(name)
}

_pairs := pairs if {
	pairs := {[claim.dataset, claim.dataset_type] | some claim in _claims; claim.dataset_type != ""}
	count(pairs) <= 200
} else := set()

_fitting := {pair |
	some pair in _pairs
	name := _plain(pair[0])
	type := statements.letters(statements.last(pair[1]))
	count(type) > 2
	_is_alike(name, type)
}

_is_alike(a, b) if contains(a, b)

_is_alike(a, b) if {
	count(a) > 2
	contains(b, a)
}

# Names that do not begin alike.
_is_apart(a, b) if {
	not contains(a, substring(b, 0, 4))
	not contains(b, substring(a, 0, 4))
	count(a) > 3
}

# A name without the collection that it is in, and without what it says of a part.
_plain(name) := statements.letters(regex.replace(name, `(?i)^(?:mteb|beir|glue|superglue) |\([^()]*\)`, ""))

_claims := [claim |
	some claim in input.head.card.claims
	contains(claim.at, "#/model-index/")
	claim.dataset != ""
]

# Where the result of a claim has what is wrong.
_place(claim, key) := places[0] if {
	places := [result[key].at |
		some entry in input.head.card.model_index
		some result in entry.results
		result[key].present
		startswith(claim.at, sprintf("%s/", [result.at]))
	]
	count(places) > 0
} else := claim.at

_opposites := [["matched", "mismatched"], ["clean", "other"]]

_words(text) := {word | some word in regex.split(`[^a-z]+`, lower(text))}

_declared := {statements.letters(statements.last(item.value)) | some item in input.head.card.datasets.items}
