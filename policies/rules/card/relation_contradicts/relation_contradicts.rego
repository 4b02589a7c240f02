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
