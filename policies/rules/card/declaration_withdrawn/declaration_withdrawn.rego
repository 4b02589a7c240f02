# METADATA
# title: Withdrawn declaration
# description: A model should not drop a high risk class, its purposes, the base model of unchanged weights, or a tag that controls of laws depend on. The duties that follow from them would end without a reason.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Add the declaration again. If it was wrong, state the reason in the pull request and have it approved.
#   sources:
#     - Regulation (EU) 2024/1689, Art. 6(4) and Annex IV(2)
#     - "Mitchell et al., Model Cards for Model Reporting, FAT* 2019, section 4.1 (model details)"
#   controls: [eu-ai-act/Art. 6(4)]
#   example: |
#     base_model: acme/encoder   # stays as long as the weights are the same
package modelgate.rules.card.declaration_withdrawn

import data.modelgate.lib.withdrawn

applies if {
	input.base.present
	input.head.present
}

deny contains {"at": it.at, "key": it.key, "message": it.words} if {
	some it in withdrawn.found
}
