# METADATA
# title: Unknown relation to the base model
# description: The value of `base_model_relation` must be one that the Hugging Face Hub knows. The Hub ignores another value, and shows the model without its relation to the base model.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Write adapter, finetune, merge or quantized, or remove the key.
#   sources:
#     - "Hugging Face, model cards, specifying a base model: https://huggingface.co/docs/hub/model-cards#specifying-a-base-model"
#   example: |
#     base_model_relation: quantized   # not quantised
package modelgate.rules.card.relation_unknown

import data.modelgate.keys as table
import data.modelgate.lib.licenses
import data.modelgate.lib.spelling

applies if {
	count(input.head.card.base_models.items) > 0
	licenses.as_hub
}

deny contains object.union({"at": relation.at, "key": "relation", "message": sprintf("unknown relation %q to the base model%s", [relation.value, spelling.advice(_meant(relation.value))])}, _suggestion(_meant(relation.value))) if {
	applies
	some base in input.head.card.base_models.items
	relation := base.relation
	relation.present
	not relation.value in table.relations
}

_meant(value) := plain if {
	plain := lower(trim_space(value))
	plain in table.relations
} else := table.relation_words[lower(trim_space(value))] if {
	table.relation_words[lower(trim_space(value))]
} else := spelling.nearest(lower(trim_space(value)), table.relations)

_suggestion(meant) := {"suggestion": {"replace_value": meant}} if meant != ""

else := {}
