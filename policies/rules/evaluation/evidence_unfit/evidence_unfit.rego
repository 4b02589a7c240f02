# METADATA
# title: Evidence that does not count
# description: The file that a threshold is held against is evidence of this model. It is one that the policy lists, if it lists any, of the format and on the data that the policy names, names the model where that is asked for, is not too old, partial, failed, of no example or from a cache, is the mean of its own examples, states how many there are where the baseline does, was neither what the model was trained on nor what it was chosen by, and is not that of the model before.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Evaluate the model as proposed, completely, and commit what the evaluation writes.
#   sources:
#     - evidence of .modelgate/thresholds.yaml
#     - "Kapoor and Narayanan, Leakage and the Reproducibility Crisis in ML-based Science, Patterns 4(9), 2023"
#   controls: [eu-ai-act/Art. 15(1)]
#   example: |
#     # .modelgate/thresholds.yaml
#     evidence:
#       - {id: holdout, path: "evaluation/*.json", model_digest: required, dataset: {split: test}, max_age: 30d}
package modelgate.rules.evaluation.evidence_unfit

import data.modelgate.lib.checks

applies if count(checks.blocking) > 0

deny contains {"at": check.at, "key": check.key, "message": sprintf("threshold %q: %s does not count: %s", [check.threshold, checks.subject(check), check.detail]), "related": checks.defined(check)} if {
	some check in checks.blocking
	check.verdict == "error"
	check.reason in checks.unfit
}
