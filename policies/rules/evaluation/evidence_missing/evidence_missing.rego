# METADATA
# title: Model without evaluation results
# description: The model must have at least one evaluation with a finite numeric result. A metric that was not measured cannot be compared with a threshold.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Commit the evaluation's results, for instance as evaluation/metrics.json.
#   sources:
#     - "Mitchell et al., Model Cards for Model Reporting, FAT* 2019, section 4.7 (quantitative analyses)"
#     - Regulation (EU) 2024/1689, Art. 15(1)
#   controls: [eu-ai-act/Art. 15(1)]
#   example: |
#     {"accuracy": 0.8532, "macro_f1": 0.8121}
package modelgate.rules.evaluation.evidence_missing

import data.modelgate.lib.checks
import data.modelgate.lib.metrics

applies if input.head.present

deny contains {"at": _place, "message": sprintf("model %q has no evaluation with a finite numeric result%s", [input.head.id, checks.cached]), "related": checks.kept_at} if {
	applies
	valid := [result |
		some evaluation in input.head.evaluations
		some result in evaluation.results
		result.valid
		not metrics.measures_nothing(result.metric)
	]
	count(valid) == 0
}

_place := at if {
	at := input.head.evaluations[0].at
} else := input.head.at
