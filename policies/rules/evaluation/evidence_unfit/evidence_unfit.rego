# METADATA
# title: Evaluation results not accepted
# description: Evaluation results must be complete, current, held out and for this model, on the data and in the format that the threshold requires. Partial and failed runs, even without a threshold, and cached, training or tuning runs and results of an earlier model, are not accepted.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Evaluate the proposed model completely, and commit the results.
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

deny contains {"at": check.at, "key": check.key, "message": sprintf("threshold %q: result for %s was rejected: %s", [check.threshold, checks.subject(check), check.detail]), "related": checks.defined(check)} if {
	some check in checks.blocking
	check.verdict == "error"
	check.reason in checks.unfit
}

applies if count(input.head.incomplete_runs) > 0

deny contains {"at": run.at, "key": run.path, "message": sprintf("the evaluation %s: %s; no complete run has its results, and no threshold applies to them", [_states[run.state], run.reason])} if {
	some run in input.head.incomplete_runs
}

_states := {"partial": "is incomplete", "failed": "did not end well"}
