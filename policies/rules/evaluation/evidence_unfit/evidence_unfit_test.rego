package modelgate.rules.evaluation.evidence_unfit_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.evaluation.evidence_unfit as rule

test_fires_on_stale if {
	rule.deny == {{
		"at": "models/m/evaluation/metrics.json#/accuracy",
		"key": "accuracy min",
		"message": `threshold "accuracy": result for "accuracy" was rejected: the results are of 2026-01-01`,
		"related": [{"at": ".modelgate/thresholds.yaml#/thresholds/0/min", "message": `threshold "accuracy"`}],
	}} with input as fixture.answered({"verdict": "error", "reason": "stale", "detail": "the results are of 2026-01-01"})
}

test_fires_on_each_fault[reason] if {
	some reason in ["wrong_format", "wrong_dataset", "unlisted", "unbound", "no_commit", "partial", "failed", "cached", "tuned", "reused"]
	count(rule.deny) == 1 with input as fixture.answered({"verdict": "error", "reason": reason})
}

test_silent_when_it_passes_or_only_warns if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
	count(rule.deny) == 0 with input as fixture.answered({"verdict": "error", "reason": "stale", "severity": "warn"})
}

test_silent_on_other_reasons if {
	count(rule.deny) == 0 with input as fixture.answered({"verdict": "error", "reason": "another"})
}

test_not_applicable_without_checks if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}

run := {"at": "models/m/evaluation/results.json#/config/limit", "path": "models/m/evaluation/results.json", "state": "partial", "reason": "the run was limited to 50 examples per task"}

test_fires_on_a_partial_run_without_a_threshold if {
	rule.deny == {{
		"at": run.at,
		"key": run.path,
		"message": "the evaluation is incomplete: the run was limited to 50 examples per task; no complete run has its results, and no threshold applies to them",
	}} with input as fixture.edit({"/head/incomplete_runs": [run]})
	some finding in rule.deny with input as fixture.edit({"/head/incomplete_runs": [object.union(run, {"state": "failed"})]})
	startswith(finding.message, "the evaluation did not end well: ")
}

test_applies_to_partial_runs_without_checks if {
	rule.applies with input as fixture.edit({"/head/checks": [], "/head/incomplete_runs": [run]})
	not rule.applies with input as fixture.edit({"/head/checks": []})
}
