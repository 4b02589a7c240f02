# METADATA
# title: Result is not a finite number
# description: A result with a threshold, and the baseline result it is compared with, must be finite numbers. NaN is neither above nor below a bound.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Find out why the metric is not a finite number, and commit a corrected evaluation.
#   sources:
#     - "IEEE 754-2019, section 5.11 (comparisons with NaN are unordered)"
#   controls: [eu-ai-act/Art. 15(1)]
#   example: |
#     {"accuracy": 0.8532}   # not NaN, Infinity or "n/a"
package modelgate.rules.evaluation.value_not_finite

import data.modelgate.lib.checks

applies if count(checks.blocking) > 0

# And every answer that no other rule knows, so that none is passed over.
deny contains {"at": check.at, "key": check.key, "message": sprintf("threshold %q: %s is %q%s, which cannot be compared", [check.threshold, checks.subject(check), check.value, _base(check)]), "related": checks.defined(check)} if {
	some check in checks.blocking
	not check.verdict in {"pass", "fail", "inconclusive", "first_model", "not_applicable"}
	not checks.known(check)
}

_base(check) := sprintf(", of %s %q", [check.baseline_from, check.base_value]) if {
	check.base_value != ""
} else := ""
