# METADATA
# title: Conflicting results for a metric
# description: All results for a metric and slice must lead to the same verdict. If they do not, a person must choose which result to use.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: "Remove results that the threshold should not use, give their slices different names, or select one by evaluation, task, dataset, split or variant. If a tool writes a new file for each run, set `latest: true` in the entry of `evidence`."
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
