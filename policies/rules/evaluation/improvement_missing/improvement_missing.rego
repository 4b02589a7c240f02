# METADATA
# title: Required improvement not reached
# description: If a threshold sets `better_by`, the metric must improve on the baseline by at least that amount.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Improve the model, or ask the owners of .modelgate/thresholds.yaml to lower the requirement.
#   sources:
#     - better_by of .modelgate/thresholds.yaml
#     - "Breck et al., The ML Test Score, IEEE Big Data 2017"
#   controls: [eu-ai-act/Art. 15(1)]
#   example: |
#     {"accuracy": 0.8532}   # after 0.8417, with {metric: accuracy, better_by: 0.01, direction: higher}
package modelgate.rules.evaluation.improvement_missing

import data.modelgate.lib.checks

applies if count(_comparisons) > 0

_comparisons contains check if {
	some check in checks.blocking
	check.bound == "better_by"
}

deny contains {"at": check.at, "key": check.key, "message": sprintf("%s is %s, not better than %s of %s by %s%s", [checks.subject(check), checks.number(check.value, check.base_value), checks.number(check.base_value, check.value), check.baseline_from, checks.number(check.limit, ""), checks.tested(check)]), "related": checks.defined(check)} if {
	some check in _comparisons
	check.verdict == "fail"
}
