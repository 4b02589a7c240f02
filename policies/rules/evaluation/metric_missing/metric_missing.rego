# METADATA
# title: Metric of a threshold without a result
# description: Every metric that a threshold speaks of has a result that a run has shown. A threshold on what nobody measured would otherwise pass.
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

applies if count(checks.blocking) > 0

deny contains {"at": check.at, "key": check.key, "message": sprintf("threshold %q: %s for %s to hold against %s %q%s", [check.threshold, what, checks.subject(check), check.bound, check.limit, checks.like(check)]), "related": checks.defined(check)} if {
	some check in checks.blocking
	check.verdict == "error"
	what := _what[check.reason]
}

_what := {"missing": "there is no result", "only_claimed": "there is a claim alone, and no result,"}
