# METADATA
# title: Metric worse than on the base
# description: Where a threshold asks for it, a metric is not worse than on the base commit by more than the allowance.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Improve the model; or ask the owners of .modelgate/thresholds.yaml for a larger allowance.
#   sources:
#     - no_worse_than_base of .modelgate/thresholds.yaml
#     - "Breck et al., The ML Test Score, IEEE Big Data 2017"
#   controls: [eu-ai-act/Art. 15(1)]
#   example: |
#     {"accuracy": 0.8532}   # after 0.8587, with {metric: accuracy, no_worse_than_base: 0.01, direction: higher}
package modelgate.rules.evaluation.regression

import data.modelgate.lib.checks

applies if count(_comparisons) > 0

_comparisons contains check if {
	some check in input.head.checks
	check.bound == "no_worse_than_base"
}

deny contains {"at": check.at, "key": checks.key(check), "message": sprintf("%s is %q, worse than %q on the base by more than %q", [checks.subject(check), check.value, check.base_value, check.limit]), "related": checks.defined(check)} if {
	some check in _comparisons
	check.verdict == "not_met"
}
