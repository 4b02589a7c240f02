# METADATA
# title: Contradictory relation to the base model
# description: The relation to the base model, the base models and the library must fit one another. An adapter needs the model that it adapts, and a merge needs several.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Add `base_model`, or correct `base_model_relation` or `library_name`.
#   sources:
#     - "https://huggingface.co/docs/hub/model-cards, section Specifying a base model"
#   example: |
#     library_name: peft
#     base_model: mistralai/Mistral-7B-v0.1
#     base_model_relation: adapter
package modelgate.rules.card.relation_contradicts

import data.modelgate.keys as table
import data.modelgate.lib.licenses
import data.modelgate.lib.statements

applies if {
	input.head.card.present
	licenses.as_hub
	not input.head.card.unread
}

deny contains {"at": relation.at, "key": "relation", "message": sprintf("base_model_relation is %q, but there is no base_model", [relation.value])} if {
	applies
	count(input.head.card.base_models.items) == 0
	some relation in input.head.card.keys
	relation.name == "base_model_relation"
	relation.value in table.relations
}

deny contains {"at": library.at, "key": "library", "message": sprintf("library %q is for adapters, but there is no base_model", [library.value])} if {
	applies
	count(input.head.card.base_models.items) == 0
	count(input.head.named_bases) == 0 # card/base_model_undeclared
	library := input.head.card.library
	lower(library.value) == "peft"
	every key in input.head.card.keys { key.name != "base_model_relation" }
}

deny contains {"at": relation.at, "key": "relation", "message": sprintf("base_model_relation is %q, but library %q is for adapters", [relation.value, input.head.card.library.value])} if {
	applies
	relation := input.head.card.base_models.items[0].relation
	relation.value in {"finetune", "merge", "quantized"}
	lower(input.head.card.library.value) == "peft"
}

deny contains {"at": key.at, "key": "new version", "message": sprintf("new_version %q is the base model", [key.value])} if {
	applies
	some key in input.head.card.keys
	key.name == "new_version"
	some base in input.head.card.base_models.items
	lower(key.value) == lower(base.value)
}

deny contains {"at": relation.at, "key": "relation", "message": "base_model_relation is \"merge\", but there is only one base_model"} if {
	applies
	count(input.head.card.base_models.items) == 1
	relation := input.head.card.base_models.items[0].relation
	relation.value == "merge"
}

deny contains {"at": key.at, "key": "new version", "message": sprintf("new_version %q is the model itself", [key.value])} if {
	applies
	some key in input.head.card.keys
	key.name == "new_version"
	_is_own(lower(key.value))
}

# The identifier of the model, also where a directory has the owner and the name in one; or the
# only name that model-index, or the title, has for it.
_is_own(id) if id in {lower(input.head.name), lower(input.head.id), trim_prefix(lower(input.head.id), "models/")}

_is_own(id) if {
	contains(id, "/")
	trim_prefix(lower(statements.last(input.head.id)), "models--") in {replace(id, "/", sign) | some sign in ["__", "--", "_", "-"]}
}

_is_own(id) if {
	statements.last(id) in _stated
	every other in _run { not _is_namesake(other, id) }
}

# The code runs one with the same name and another owner: the model has moved.
_run contains lower(statement.value) if some statement in statements.about({"code", "loaded"})

_is_namesake(other, id) if {
	statements.last(other) == statements.last(id)
	other != id
	contains(other, "/")
}

_stated contains lower(statements.last(input.head.card.model_index[0].name.value)) if count(input.head.card.model_index) == 1

_stated contains lower(statements.last(statement.value)) if {
	some statement in statements.about({"title"})
	not contains(trim_space(statement.value), " ")
}

# The body says that the model was trained further, and nothing in it is about another format.
deny contains {"at": relation.at, "key": "relation", "message": "base_model_relation is \"quantized\", but the text states that the model was fine-tuned", "related": [{"at": told, "message": "the text"}]} if {
	applies
	count(input.head.card.base_models.items) == 1
	relation := input.head.card.base_models.items[0].relation
	relation.value == "quantized"
	told := array.concat(
		[statement.at | some statement in statements.about({"title", "model", "purpose"}); regex.match(_tuned, statement.value)],
		[base.at | some base in input.head.card.base_statements; regex.match(_tuned, base.at)], # which has the sentence
	)[0]
	every text in _said { not regex.match(_repacked, lower(text)) }
}

_tuned := `(?i)\bfine-?tuned\b|\bfinetuned\b`

_repacked := `quant|gguf|ggml|gptq|awq|exl2|onnx|openvino|mlx|int[48]|[48][ -]?bit|fp[48]|convert|marlin|bnb`

_said := array.concat(
	[input.head.name, input.head.id, input.head.card.library.value],
	array.concat([tag.value | some tag in input.head.card.tags.items], [statement.value | some statement in input.head.card.statements]),
)
