# METADATA
# title: Nothing to compare with on the base
# description: Where a threshold asks that a metric be no worse than on the base, and the model is there, the base has a result of that metric.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Find out why the base has no such result. If the metric is measured for the first time, waive the finding for this one change.
#   sources:
#     - no_worse_than_base of .modelgate/thresholds.yaml
#   example: |
#     {"accuracy": 0.8532}   # on the base, for {metric: accuracy, no_worse_than_base: 0.01, direction: higher}
package modelgate.rules.evaluation.baseline_missing

import data.modelgate.lib.checks

applies if {
	input.base.present
	some check in input.head.checks
	check.bound == "no_worse_than_base"
}

deny contains {"at": check.at, "key": checks.key(check), "message": sprintf("%s has no result on the base to be compared with", [checks.subject(check)]), "related": checks.defined(check)} if {
	applies
	some check in input.head.checks
	check.verdict == "no_base"
}
