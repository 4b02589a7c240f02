# METADATA
# title: Regression against the baseline
# description: A metric must not be worse than its baseline, or the best result so far with a ratchet, by more than the allowance. `catch` fails on a significant loss; `prove` fails unless the results show that the loss is within the allowance.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Improve the model, or ask the owners of .modelgate/thresholds.yaml for a larger allowance.
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
