# METADATA
# title: Group disparity above the limit
# description: The difference between the lowest and the highest group must not exceed the limit of the threshold. Groups that are too small are left out.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Find and fix the cause of the disparity, or ask the owners of .modelgate/thresholds.yaml whether a different limit is justified.
#   sources:
#     - disparity of .modelgate/thresholds.yaml
#     - "Uniform Guidelines on Employee Selection Procedures, 29 CFR 1607.4(D) (four-fifths rule)"
#     - Regulation (EU) 2024/1689, Art. 10(2)(f)
#   controls: [eu-ai-act/Art. 10(2)(f)]
#   example: |
#     {metric: selection_rate, disparity: {by: sex, measure: ratio, min: 0.8, min_samples: 50}}   # in .modelgate/thresholds.yaml
package modelgate.rules.evaluation.disparity_exceeded

import data.modelgate.lib.checks

applies if count(_disparities) > 0

_disparities contains check if {
	some check in checks.blocking
	check.bound == "disparity"
}

deny contains {"at": check.at, "key": check.key, "message": sprintf("%s: %s, but the limit is %s", [checks.subject(check), check.detail, checks.number(check.limit, "")]), "related": checks.defined(check)} if {
	some check in _disparities
	check.verdict == "fail"
}
