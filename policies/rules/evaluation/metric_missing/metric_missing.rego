# METADATA
# title: No result for a required metric
# description: Every metric with a threshold must have a result, for every task, split and filter of the baseline. Otherwise a threshold on an unmeasured metric would pass.
# custom:
#   severity: {draft: note, review: error, production: error}
#   remediation: Commit an evaluation with a result of that metric, slice and task, named as in the threshold. If a task is no longer measured, ask the owners of .modelgate/thresholds.yaml to name those that are.
#   sources:
#     - thresholds of .modelgate/thresholds.yaml
#   controls: [eu-ai-act/Art. 15(1)]
#   example: |
#     {"accuracy": 0.8532}   # for a threshold {metric: accuracy, min: 0.80}
package modelgate.rules.evaluation.metric_missing

import data.modelgate.lib.checks

applies if count(checks.blocking) > 0

deny contains {"at": check.at, "key": check.key, "message": sprintf("threshold %q (%s %s): %s for %s%s%s", [check.threshold, check.bound, checks.number(check.limit, ""), what, checks.subject(check), _where(check), checks.cached]), "related": array.concat(checks.defined(check), checks.kept_at)} if {
	some check in checks.blocking
	check.verdict == "error"
	what := _what[check.reason]
}

_what := {
	"missing": "there is no result",
	"elsewhere": "there is no result",
	"vanished": "a result is missing",
	"only_claimed": "there is only a claimed value, not a measured result,",
}

# _where is where the metric is shown instead, or what it may be called.
_where(check) := sprintf(": %s", [check.detail]) if {
	check.reason in {"elsewhere", "vanished"}
} else := checks.like(check)
