package modelgate.rules.evaluation.evidence_missing_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.evaluation.evidence_missing as rule

message := `model "models/m" has no evaluation with a finite numeric result`

test_fires_without_evaluation if {
	rule.applies with input as fixture.bare
	rule.deny == {{"at": "models/m/README.md#", "message": message, "related": []}} with input as fixture.bare
}

test_fires_without_valid_result if {
	rule.deny == {{"at": "models/m/evaluation/metrics.json#", "message": message, "related": []}} with input as fixture.edit({"/head/evaluations/0/results/0/valid": false})
	rule.deny == {{"at": "models/m/evaluation/metrics.json#", "message": message, "related": []}} with input as fixture.edit({"/head/evaluations/0/results": []})
}

test_fires_with_nothing_but_the_steps_of_a_training if {
	every name in ["epoch", "train.step", "best_lr", "num_parameters"] {
		count(rule.deny) == 1 with input as fixture.edit({"/head/evaluations/0/results": [object.union(fixture.model.head.evaluations[0].results[0], {"metric": name})]})
	}
}

test_names_what_dvc_keeps if {
	kept := [{"at": "dvc.yaml#/stages/t/metrics/0", "value": "models/m/metrics.json"}]
	some finding in rule.deny with input as fixture.edit({"/head/evaluations": [], "/head/cached_results": kept})
	finding.message == concat("", [message, "; DVC keeps models/m/metrics.json out of git: set cache: false for it in dvc.yaml, and commit it"])
	finding.related == [{"at": "dvc.yaml#/stages/t/metrics/0", "message": "DVC keeps models/m/metrics.json"}]
}

test_silent_with_a_result if {
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_to_a_removed_model if {
	not rule.applies with input as fixture.removed
}
