# METADATA
# title: Metric with results that disagree
# description: All results of a metric and slice that a threshold speaks of agree on the verdict. Which of them counts is for a person to say.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Remove results that do not count, name their slices apart, or let the threshold name what counts, by evaluation, task, dataset, split or variant.
#   sources:
#     - thresholds of .modelgate/thresholds.yaml
#   controls: [eu-ai-act/Art. 15(1)]
#   example: |
#     # .modelgate/thresholds.yaml
#     - {id: accuracy, metric: accuracy, evaluation: evaluation/test.json, min: 0.80}
package modelgate.rules.evaluation.metric_ambiguous

import data.modelgate.lib.checks

applies if count(checks.blocking) > 0

deny contains {"at": check.at, "key": check.key, "message": sprintf("threshold %q: %s: %s", [check.threshold, checks.subject(check), check.detail]), "related": checks.defined(check)} if {
	some check in checks.blocking
	check.verdict == "error"
	check.reason == "ambiguous"
}
