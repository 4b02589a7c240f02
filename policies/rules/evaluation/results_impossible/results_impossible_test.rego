package modelgate.rules.evaluation.results_impossible_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.evaluation.results_impossible as rule

values(claimed) := fixture.edit({"/head/impossible_values": [
	{
		"at": "models/m/x#/f1", "law": "f1_mean", "claimed": claimed,
		"value": {"at": "models/m/x#/f1", "metric": "f1", "raw": "0.92"},
		"others": [{"at": "models/m/x#/precision", "metric": "precision", "raw": "0.71"}, {"at": "models/m/x#/recall", "metric": "recall", "raw": "0.64"}],
	},
	{
		"at": "models/m/x#/recall@5", "law": "cutoff", "claimed": claimed,
		"value": {"at": "models/m/x#/recall@5", "metric": "recall@5", "raw": "0.55"},
		"others": [{"at": "models/m/x#/recall@1", "metric": "recall@1", "raw": "0.61"}],
	},
]})

test_fires_on_values_that_cannot_be_true_together if {
	rule.deny == {
		{
			"at": "models/m/x#/f1",
			"key": "f1_mean f1",
			"message": `"f1" is 0.92, but "precision" is 0.71 and "recall" is 0.64: F1 is at most the mean of precision and recall`,
			"related": [{"at": "models/m/x#/precision", "message": `"precision"`}, {"at": "models/m/x#/recall", "message": `"recall"`}],
		},
		{
			"at": "models/m/x#/recall@5",
			"key": "cutoff recall@5",
			"message": `"recall@5" is 0.55, but "recall@1" is 0.61: with more ranks or attempts, it cannot be lower`,
			"related": [{"at": "models/m/x#/recall@1", "message": `"recall@1"`}],
		},
	} with input as values(false)
}

test_fires_by_every_law[law] if {
	some law in ["f1_mean", "mae_rmse", "cutoff", "map_map50", "rouge_l_rouge_1", "las_uas"]
	count(rule.deny) == 2 with input as json.patch(values(false), [{"op": "replace", "path": "/head/impossible_values/0/law", "value": law}])
}

test_silent_on_those_of_the_other_rule if {
	count(rule.deny) == 0 with input as values(true)
}

test_silent_when_all_is_well if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_results if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
