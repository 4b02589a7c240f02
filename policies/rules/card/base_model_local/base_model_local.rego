# METADATA
# title: Base model with a local path
# description: A base model must have a name that others can look up. A path does not exist on another machine, hides the license, and may contain a person's name.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Write the name of the base model, such as `owner/name` on the Hugging Face Hub.
#   sources:
#     - "Hugging Face, model cards, specifying a base model: https://huggingface.co/docs/hub/model-cards#specifying-a-base-model"
#   example: |
#     base_model: google-bert/bert-base-uncased   # not /home/name/models/bert
package modelgate.rules.card.base_model_local

import data.modelgate.lib.crowds
import data.modelgate.lib.lineage

applies if count(input.head.card.base_models.items) > 0

applies if count(input.head.named_bases) > 0

deny contains finding if some finding in crowds.few(_found)

_found contains {"at": base.at, "key": sprintf("base model %s", [base.value]), "message": sprintf("base model %q is a path on one machine", [base.value])} if {
	some base in input.head.card.base_models.items
	lineage.local(base.value)
}

# Where the card names the base model, the path is where it lay when the model was trained.
_found contains {"at": base.at, "key": sprintf("base model %s", [base.value]), "message": sprintf("base model %q is a path on one machine, and the model card names no base model", [base.value])} if {
	count(input.head.card.base_models.items) == 0
	some base in input.head.named_bases
	base.sure
	lineage.local(base.value)
}
