# METADATA
# title: Slice of a threshold without a result
# description: Every slice that a threshold requires, or that the baseline has a result of, has a result. A group that nobody measured would otherwise be served unseen.
# custom:
#   severity: {draft: note, review: error, production: error}
#   remediation: Commit an evaluation with a result of that metric for the slice, or a file with that column; where the slice is gone for good, say so to the owners of .modelgate/thresholds.yaml.
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
