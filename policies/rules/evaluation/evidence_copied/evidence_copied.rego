# METADATA
# title: Results of another model
# description: A new results file must not match that of a model with other weights. It is reported if at least 3 values of 4 significant digits (on at least 100 examples, if n is known) and half of the values, or the second of the run, are the same in any format, which is not chance.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Evaluate this model and commit its own results. If the results really are equal, add the `model_digest` to its file, or name the model it is made from as `base_model`.
#   sources:
#     - "Kapoor and Narayanan, Leakage and the Reproducibility Crisis in ML-based Science, Patterns 4(9), 2023"
#   controls: [eu-ai-act/Art. 15(1)]
#   example: |
#     # models/churn/evaluation/metrics.json
#     {"created": "2026-11-03T09:14:27Z", "accuracy": 0.9314, "f1": 0.9127, "roc_auc": 0.9688}
package modelgate.rules.evaluation.evidence_copied

applies if count(input.head.evaluations) > 0

deny contains {"at": copy.at, "key": sprintf("results %s", [copy.path]), "message": sprintf("%s the same as in %s of model %q, but the models have different weights", [_what(copy), copy.other, copy.model])} if {
	some copy in input.head.copied_results
	copy.weights == "other"
	some evaluation in input.head.evaluations
	evaluation.path == copy.path
	not _of_this_model(evaluation)
	_unique(evaluation)
}

_what(copy) := "the results are" if copy.values == 0

_what(copy) := sprintf("%d values are", [copy.values]) if copy.values > 0

# The results name the digest of one of the model's artifacts: the other file is the copy.
_of_this_model(evaluation) if {
	evaluation.subject.digest != ""
	some artifact in input.head.artifacts
	artifact.digest == evaluation.subject.digest
}

_unique(evaluation) if regex.match(`[0-9]{2}:[0-9]{2}:[0-9]{2}|^[0-9]{10}`, evaluation.created.value)

_unique(evaluation) if evaluation.subject.digest != ""

_unique(evaluation) if count({result.value | some result in evaluation.results; _precise(result)}) >= 3

# A value with a fraction and at least 4 significant digits.
_precise(result) if {
	contains(result.value, ".")
	not _few(result)
	digits := replace(regex.replace(result.value, `[eE].*$`, ""), ".", "")
	count(trim_right(trim_left(digits, "-+0"), "0")) >= 4
}

_few(result) if {
	result.n != ""
	to_number(result.n) < 100
}
