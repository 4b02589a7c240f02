# METADATA
# title: Model without a model card
# description: Every model must have a model card. Without one, users cannot tell what the model is for and where it fails.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Add a README.md (or MODEL_CARD.md) with model metadata to the model's directory.
#   sources:
#     - "Mitchell et al., Model Cards for Model Reporting, FAT* 2019, https://doi.org/10.1145/3287560.3287596"
#     - Regulation (EU) 2024/1689, Art. 11 and Annex IV
#   controls: [eu-ai-act/Art. 11]
#   example: |
#     ---
#     license: apache-2.0
#     pipeline_tag: tabular-classification
#     datasets: [customer-contracts]
#     ---
#     # Churn
#     ## Intended use
#     The retention team orders its call list by the score.
package modelgate.rules.card.missing

applies if input.head.present

deny contains {"at": input.head.at, "message": sprintf("model %q has no model card", [input.head.id])} if {
	applies
	not input.head.card.present
}
