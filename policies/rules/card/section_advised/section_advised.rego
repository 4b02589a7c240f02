# METADATA
# title: Recommended section missing
# description: The card should describe out-of-scope uses and known biases and risks. These sections are recommended, not required.
# custom:
#   severity: {draft: note, review: note, production: warning}
#   remediation: Add the section under a matching heading, or write "Not applicable" and the reason.
#   sources:
#     - "Mitchell et al., Model Cards for Model Reporting, FAT* 2019, sections 4.2 (out-of-scope use cases) and 4.8 (ethical considerations)"
#     - "huggingface/hub-docs docs/hub/model-card-annotated.md, Out-of-Scope Use; Bias, Risks, and Limitations"
#     - Regulation (EU) 2024/1689, Art. 13(3)(b)(iii)
#   controls: [eu-ai-act/Art. 13(3)(b)]
#   example: |
#     ## Out-of-scope use
#     No decision on a contract's price or end may rest on the score.
#
#     ## Bias and risks
#     Recall is 6 points lower for business customers, of whom there are few in the training data.
package modelgate.rules.card.section_advised

import data.modelgate.lib.sections

applies if input.head.card.present

deny contains {"at": input.head.card.at, "key": key, "message": sprintf("the model card has no section %q%s", [sections.title(key), sections.elsewhere])} if {
	applies
	some key in sections.advised
	not key in sections.begun
}
