package modelgate.rules.card.metrics_impossible_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.metrics_impossible as rule

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
	} with input as values(true)
}

test_fires_by_every_law[law] if {
	some law in ["f1_mean", "mae_rmse", "cutoff", "map_map50", "rouge_l_rouge_1", "las_uas"]
	count(rule.deny) == 2 with input as json.patch(values(true), [{"op": "replace", "path": "/head/impossible_values/0/law", "value": law}])
}

test_silent_on_those_of_the_other_rule if {
	count(rule.deny) == 0 with input as values(false)
}

test_silent_when_all_is_well if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}

fault(law, others) := {
	"at": "models/m/README.md#/body/tables/0/3/1", "law": law, "claimed": true,
	"value": {"at": "models/m/README.md#/body/tables/0/3/1", "metric": "Average", "raw": "0.95"},
	"others": others,
}

test_fires_on_what_a_table_shows if {
	{f.message | some f in rule.deny} == {`"Average" is 0.95, but "A" is 0.81: a mean is between the lowest and the highest value`} with input as fixture.edit({"/head/card/table_faults": [fault("mean_range", [{"at": "models/m/README.md#/body/tables/0/1/1", "metric": "A", "raw": "0.81"}])]})
	{f.message | some f in rule.deny} == {`"Average" is 0.95: a standard deviation is not negative`} with input as fixture.edit({"/head/card/table_faults": [fault("spread", [])]})
}

# Each law has its words.
test_fires_on_each_law if {
	every law in ["f1_harmonic", "interval", "spread", "mean_range", "mean", "sum", "difference", "scale", "record", "log", "margin", "entry", "matrix", "shots", "arrow", "recall", "balance", "count", "nested", "rmse_mse", "outcomes", "complement", "bounds", "share_interval", "spread_limit", "no_examples", "decimal_mark", "factor", "percent", "units", "file_size", "steps", "repeated", "epochs", "bold", "unit", "tally", "finite", "benchmarks", "sign", "checkpoint"] {
		count(rule.deny) == 1 with input as fixture.edit({"/head/card/table_faults": [fault(law, [])]})
	}
}

test_tells_a_value_once if {
	told := fault("f1_mean", [])
	count(rule.deny) == 1 with input as fixture.edit({"/head/card/table_faults": [told], "/head/impossible_values": [told]})
}

test_applies_to_tables_alone if {
	rule.applies with input as fixture.edit({"/head/card/claims": [], "/head/card/table_claims": [], "/head/card/table_faults": [fault("sum", [])]})
}
