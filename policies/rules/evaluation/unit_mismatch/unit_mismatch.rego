# METADATA
# title: Unit mismatch
# description: A result must have the unit and direction that its threshold declares, and a value that the unit allows. 73.4 is not a proportion.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Write the result and the threshold in one unit, and declare the correct direction.
#   sources:
#     - unit and direction of .modelgate/thresholds.yaml
#     - "Every Eval Ever, schema 0.3.0: min_score and max_score"
#   controls: [eu-ai-act/Art. 15(1)]
#   example: |
#     {"accuracy": 0.8532}   # not 85.32, for a threshold {metric: accuracy, unit: proportion, min: 0.80}
package modelgate.rules.evaluation.unit_mismatch

import data.modelgate.lib.checks

applies if count(checks.blocking) > 0

deny contains {"at": check.at, "key": check.key, "message": sprintf("threshold %q: %s is %s: %s", [check.threshold, checks.subject(check), checks.number(check.value, ""), check.detail]), "related": checks.defined(check)} if {
	some check in checks.blocking
	check.verdict == "error"
	check.reason in checks.contradictions
}
