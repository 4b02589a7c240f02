# METADATA
# title: Threshold not met
# description: "Every metric with a threshold in .modelgate/thresholds.yaml must be within its bounds. Bounds are exact decimals: `min` and `max` are inclusive, `above` and `below` are not."
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Improve the model, or find out why its data drifted. Otherwise, ask the owners of .modelgate/thresholds.yaml to change the threshold.
#   sources:
#     - thresholds of .modelgate/thresholds.yaml
#     - "Breck et al., The ML Test Score, IEEE Big Data 2017"
#   controls: [eu-ai-act/Art. 15(1)]
#   example: |
#     {"accuracy": 0.8532}   # with a threshold {metric: accuracy, min: 0.80}
package modelgate.rules.evaluation.threshold_not_met

import data.modelgate.lib.checks

applies if count(_bounds) > 0

_bounds contains check if {
	some check in checks.blocking
	check.bound in {"min", "max", "above", "below", "drift"}
}

deny contains {"at": check.at, "key": check.key, "message": sprintf("%s is %s, %s %s of threshold %q%s", [checks.subject(check), checks.number(check.value, check.limit), _side[check.bound], checks.number(check.limit, check.value), check.threshold, _detail(check)]), "related": checks.defined(check)} if {
	some check in _bounds
	check.verdict == "fail"
}

_side := {"min": "below the minimum", "max": "above the maximum", "above": "not above the bound", "below": "not below the bound", "drift": "drifted from the reference by more than the maximum"}

# Which bin makes a drift infinite.
_detail(check) := sprintf(": %s", [check.detail]) if {
	check.bound == "drift"
	check.detail != ""
} else := ""
