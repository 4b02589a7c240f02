# METADATA
# title: Model without thresholds
# description: At least one threshold of .modelgate/thresholds.yaml speaks of the model. Without any, every result is good enough.
# custom:
#   severity: {draft: note, review: note, production: warning}
#   remediation: Add a threshold that speaks of the model to .modelgate/thresholds.yaml; it counts once it is merged.
#   sources:
#     - "Breck et al., The ML Test Score, IEEE Big Data 2017"
#     - Regulation (EU) 2024/1689, Art. 15(1)
#   controls: [eu-ai-act/Art. 15(1)]
#   example: |
#     # .modelgate/thresholds.yaml
#     - {id: churn-accuracy, models: [models/churn], metric: accuracy, min: 0.80}
package modelgate.rules.evaluation.no_thresholds

applies if input.head.present

deny contains {"at": input.head.at, "message": sprintf("no threshold speaks of model %q", [input.head.id])} if {
	applies
	count(input.config.thresholds) == 0
}
