# METADATA
# title: Metric worse than its baseline
# description: Where a threshold asks for it, a metric is not worse than that of the baseline by more than the allowance, nor, with a ratchet, than the best so far. In the mode catch it fails on what is significantly worse; in the mode prove, on what is not shown to be within the allowance and seems to be beyond it.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Improve the model; or ask the owners of .modelgate/thresholds.yaml for a larger allowance.
#   sources:
#     - not_worse_by and ratchet of .modelgate/thresholds.yaml
#     - "Breck et al., The ML Test Score, IEEE Big Data 2017"
#   controls: [eu-ai-act/Art. 15(1)]
#   example: |
#     {"accuracy": 0.8532}   # after 0.8587, with {metric: accuracy, not_worse_by: 0.01, direction: higher}
package modelgate.rules.evaluation.regression

import data.modelgate.lib.checks

applies if count(_comparisons) > 0

_comparisons contains check if {
	some check in checks.blocking
	check.bound in {"not_worse_by", "ratchet"}
}

deny contains {"at": check.at, "key": check.key, "message": sprintf("%s is %s, worse than %s of %s by more than %s%s", [checks.subject(check), checks.number(check.value, check.base_value), checks.number(check.base_value, check.value), check.baseline_from, checks.number(check.limit, ""), checks.tested(check)]), "related": checks.defined(check)} if {
	some check in _comparisons
	check.verdict == "fail"
}
