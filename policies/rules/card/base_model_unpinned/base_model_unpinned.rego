# METADATA
# title: Base model without a revision
# description: The card says which revision of a base model this one was made from. The same name has other weights after the next push, so that nobody can make or check the model again.
# custom:
#   severity: {draft: note, review: note, production: warning}
#   remediation: Write the commit of the base model into the metadata, as in the example.
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
import data.modelgate.lib.lineage

applies if count(input.head.card.base_models.items) > 0

deny contains {"at": base.at, "key": sprintf("base model %s", [base.value]), "message": sprintf("base model %q is named without a revision", [base.value])} if {
	some base in input.head.card.base_models.items
	not base.revision.present
	not lineage.local(base.value)
}

deny contains {"at": base.revision.at, "key": sprintf("base model %s", [base.value]), "message": sprintf("revision %q of base model %q is a name that moves", [base.revision.value, base.value])} if {
	some base in input.head.card.base_models.items
	lower(base.revision.value) in table.moving
}
