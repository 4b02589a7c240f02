# METADATA
# title: Metric of a threshold without a result
# description: Every metric and slice that a threshold speaks of has a result. A threshold on what nobody measured would otherwise pass.
# custom:
#   severity: {draft: note, review: error, production: error}
#   remediation: Commit an evaluation with a result of that metric and slice, named as in the threshold.
#   sources:
#     - thresholds of .modelgate/thresholds.yaml
#   controls: [eu-ai-act/Art. 15(1)]
#   example: |
#     {"accuracy": 0.8532}   # for a threshold {metric: accuracy, min: 0.80}
package modelgate.rules.evaluation.metric_missing

import data.modelgate.lib.checks

applies if count(input.head.checks) > 0

deny contains {"at": check.at, "key": checks.key(check), "message": sprintf("threshold %q: there is no result for %s to hold against %s %q%s", [check.threshold, checks.subject(check), check.bound, check.limit, _like(check.near)]), "related": checks.defined(check)} if {
	some check in input.head.checks
	check.verdict == "missing"
}

_like("") := ""

_like(name) := sprintf("; did you mean %q?", [name]) if name != ""
