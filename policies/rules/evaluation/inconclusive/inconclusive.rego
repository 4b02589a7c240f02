# METADATA
# title: Inconclusive result
# description: The evidence must be strong enough for the threshold. With too few examples, or no measure of precision, the check cannot pass or fail.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Evaluate on more examples, or commit the per-example results of both models, which need fewer. `on_insufficient` in the threshold controls whether this blocks.
#   sources:
#     - min_samples, require and mode of .modelgate/thresholds.yaml
#     - "Dror et al., The Hitchhiker's Guide to Testing Statistical Significance in NLP, ACL 2018"
#   controls: [eu-ai-act/Art. 15(1)]
#   example: |
#     # .modelgate/thresholds.yaml
#     - {id: accuracy, metric: accuracy, min: 0.80, require: bound, min_samples: 500}
package modelgate.rules.evaluation.inconclusive

import data.modelgate.lib.checks

applies if count(checks.blocking) > 0

deny contains {"at": check.at, "key": check.key, "message": sprintf("threshold %q: %s (required: %s) is inconclusive: %s%s", [check.threshold, checks.subject(check), check.question, check.detail, _needed(check)]), "related": checks.defined(check)} if {
	some check in checks.blocking
	check.verdict == "inconclusive"
}

_needed(check) := sprintf("; about %s examples would probably be enough", [check.needed]) if {
	check.needed != ""
} else := ""
