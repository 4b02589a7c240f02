# METADATA
# title: Base model without a revision
# description: The card must pin the revision of each base model. A bare name can point to different weights after the next push, which makes the model impossible to reproduce or verify.
# custom:
#   severity: {draft: note, review: note, production: warning}
#   remediation: Add the base model's commit hash to the metadata, as in the example.
#   sources:
#     - "huggingface_hub guide, Download files from the Hub: a revision is a commit, a branch or a tag, and only a commit stays"
#     - "Pineau et al., Improving Reproducibility in Machine Learning Research, JMLR 22(164), 2021"
#   example: |
#     base_model: google-bert/bert-base-uncased
#     modelgate:
#       base_models:
#         - {name: google-bert/bert-base-uncased, revision: 86b5e0934494bd15c9632b12f734a8a67f723594}
package modelgate.rules.card.base_model_unpinned

import data.modelgate.artifacts as table
import data.modelgate.lib.crowds
import data.modelgate.lib.lineage

applies if count(input.head.card.base_models.items) > 0

deny contains finding if some finding in crowds.few(_found)

_found contains {"at": base.at, "key": sprintf("base model %s", [base.value]), "message": sprintf("base model %q has no pinned revision", [base.value])} if {
	some base in input.head.card.base_models.items
	not base.revision.present
	not lineage.local(base.value)
}

_found contains {"at": base.revision.at, "key": sprintf("base model %s", [base.value]), "message": sprintf("revision %q of base model %q is a branch or tag, not a commit", [base.revision.value, base.value])} if {
	some base in input.head.card.base_models.items
	lower(base.revision.value) in table.moving
}
