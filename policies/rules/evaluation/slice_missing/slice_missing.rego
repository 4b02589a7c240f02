# METADATA
# title: No result for a required slice
# description: Every slice that a threshold requires, or that the baseline has, must have a result. Otherwise the model could be deployed for a group it was never tested on.
# custom:
#   severity: {draft: note, review: error, production: error}
#   remediation: Commit an evaluation with a result for the slice, or a file with that column. If the slice no longer exists, ask the owners of .modelgate/thresholds.yaml to remove it.
#   sources:
#     - slices and disparity of .modelgate/thresholds.yaml
#     - "Barocas et al., Designing Disaggregated Evaluations of AI Systems, AIES 2021"
#   controls: [eu-ai-act/Art. 10(2)(f)]
#   example: |
#     {"fraud": {"recall": 0.81, "support": 310}}   # for {metric: recall, min: 0.7, slices: {by: class, required: [fraud]}}
package modelgate.rules.evaluation.slice_missing

import data.modelgate.lib.checks

applies if count(checks.blocking) > 0

deny contains {"at": check.at, "key": check.key, "message": sprintf("threshold %q: %s: %s%s", [check.threshold, checks.subject(check), check.detail, checks.like(check)]), "related": checks.defined(check)} if {
	some check in checks.blocking
	check.verdict == "error"
	check.reason == "slice_missing"
}
