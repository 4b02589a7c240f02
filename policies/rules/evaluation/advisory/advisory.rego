# METADATA
# title: Advisory check failed
# description: "A check with `severity: warn` should pass, and no result should be suspiciously good."
# custom:
#   severity: warning
#   remediation: Review the result before you rely on the model. An implausibly good result usually means that test data leaked into training.
#   sources:
#     - severity, on_insufficient and suspicious_above of .modelgate/thresholds.yaml
#     - "Kapoor and Narayanan, Leakage and the Reproducibility Crisis in ML-based Science, Patterns 4(9), 2023"
#   example: |
#     # .modelgate/thresholds.yaml
#     - {id: leak, metric: accuracy, suspicious_above: 0.995}
package modelgate.rules.evaluation.advisory

import data.modelgate.lib.checks

applies if count(_advisory) > 0

_advisory contains check if {
	some check in input.head.checks
	check.severity == "warn"
}

deny contains {"at": check.at, "key": check.key, "message": sprintf("threshold %q: %s is %s, but required is %s%s", [check.threshold, checks.subject(check), checks.number(check.value, check.limit), check.question, _detail(check)]), "related": checks.defined(check)} if {
	some check in _advisory
	not check.verdict in {"pass", "first_model", "not_applicable"}
}

_detail(check) := sprintf(": %s", [check.detail]) if {
	check.detail != ""
} else := ""
