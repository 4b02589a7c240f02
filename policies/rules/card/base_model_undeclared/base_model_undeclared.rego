# METADATA
# title: Base model missing from the card
# description: The model card must name every base model that the model's own files name. Users look for the base model, its license and its limits in the card.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Add the base model to `base_model`, or correct the file that names it.
#   sources:
#     - "Hugging Face, model cards, specifying a base model: https://huggingface.co/docs/hub/model-cards#specifying-a-base-model"
#     - "Regulation (EU) 2024/1689, Annex IV(2)(a) (pre-trained systems and how they were used)"
#   controls: [eu-ai-act/Annex IV(2)(a)]
#   example: |
#     base_model: meta-llama/Llama-3.2-3B   # as in adapter_config.json
package modelgate.rules.card.base_model_undeclared

import data.modelgate.lib.lineage

applies if count(input.head.named_bases) > 0

deny contains {"at": base.at, "key": sprintf("base model %s", [base.value]), "message": sprintf("the model was made from %q, but the model card %s", [base.value, _instead])} if {
	input.head.card.present
	not input.head.card.unread
	some base in lineage.unnamed
	base.sure
}

_instead := sprintf("names %q", [concat(", ", [base.value | some base in array.slice(input.head.card.base_models.items, 0, 5)])]) if {
	count(input.head.card.base_models.items) > 0
} else := "names no base model"
