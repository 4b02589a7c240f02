# METADATA
# title: Evidence too weak to decide
# description: The evidence is strong enough to answer what the threshold asks. With too few examples, or without any measure of precision, neither yes nor no can be said.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Evaluate on more examples, or commit the per-example results of both models, which decide with fewer; on_insufficient of the threshold says whether this blocks.
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

deny contains {"at": check.at, "key": check.key, "message": sprintf("threshold %q: %s, %s, cannot be decided: %s%s", [check.threshold, checks.subject(check), check.question, check.detail, _needed(check)]), "related": checks.defined(check)} if {
	some check in checks.blocking
	check.verdict == "inconclusive"
}

_needed(check) := sprintf("; about %s examples would probably decide", [check.needed]) if {
	check.needed != ""
} else := ""
