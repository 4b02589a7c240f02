# METADATA
# title: Metric missing from the baseline
# description: If a threshold requires a comparison and a baseline exists, the baseline must have a recent enough result for that metric.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Find out why the baseline has no such result. If the metric is measured for the first time, waive the finding for this one change.
#   sources:
#     - not_worse_by, better_by and ratchet of .modelgate/thresholds.yaml
#   example: |
#     {"accuracy": 0.8532}   # on the base, for {metric: accuracy, not_worse_by: 0.01, direction: higher}
package modelgate.rules.evaluation.baseline_missing

import data.modelgate.lib.checks
import data.modelgate.lib.comparisons

applies if count(comparisons.all) > 0

deny contains {"at": check.at, "key": check.key, "message": sprintf("%s cannot be compared: %s", [checks.subject(check), check.detail]), "related": checks.defined(check)} if {
	some check in comparisons.all
	check.verdict == "error"
	check.reason in {"baseline_missing", "baseline_stale"}
}
