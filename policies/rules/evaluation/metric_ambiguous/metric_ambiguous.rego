# METADATA
# title: Metric with results that disagree
# description: All results of a metric and slice that a threshold speaks of agree on whether the threshold is met. Which of them counts is for a person to say.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Remove results that do not count, name their slices apart, or set `evaluation` of the threshold to the file that counts.
#   sources:
#     - thresholds of .modelgate/thresholds.yaml
#   controls: [eu-ai-act/Art. 15(1)]
#   example: |
#     # .modelgate/thresholds.yaml
#     - {id: accuracy, metric: accuracy, evaluation: evaluation/test.json, min: 0.80}
package modelgate.rules.evaluation.metric_ambiguous

import data.modelgate.lib.checks

applies if count(input.head.checks) > 0

deny contains {"at": check.at, "key": checks.key(check), "message": sprintf("threshold %q: there are several results for %s, and they disagree; one says %q", [check.threshold, checks.subject(check), check.value]), "related": checks.defined(check)} if {
	some check in input.head.checks
	check.verdict == "ambiguous"
}
