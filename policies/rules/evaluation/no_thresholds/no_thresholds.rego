# METADATA
# title: Model without thresholds
# description: At least one threshold in .modelgate/thresholds.yaml must apply to the model. Without one, any result would pass.
# custom:
#   severity: {draft: note, review: note, production: warning}
#   remediation: Add a threshold for the model to .modelgate/thresholds.yaml. It takes effect once merged.
#   sources:
#     - "Breck et al., The ML Test Score, IEEE Big Data 2017"
#     - Regulation (EU) 2024/1689, Art. 15(1)
#   controls: [eu-ai-act/Art. 15(1)]
#   example: |
#     # .modelgate/thresholds.yaml
#     - {id: churn-accuracy, models: [models/churn], metric: accuracy, min: 0.80}
package modelgate.rules.evaluation.no_thresholds

applies if input.head.present

deny contains {"at": input.head.at, "message": sprintf("no threshold applies to model %q", [input.head.id])} if {
	applies
	count(input.config.thresholds) == 0
}
