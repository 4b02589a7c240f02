package modelgate.rules.card.metric_scale_mixed_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.metric_scale_mixed as rule

values(metric, stated) := fixture.edit({"/head/card/claims": [object.union(fixture.claim, {
	"at": sprintf("models/m/README.md#/model-index/0/results/%d/metrics/0/value", [i]),
	"metric": metric,
	"value": value,
	"raw": value,
}) |
	some i, value in stated
]})

test_fires_on_two_scales if {
	rule.deny == {{
		"at": "models/m/README.md#/model-index/0/results/1/metrics/0/value",
		"key": "claim wer contracts test",
		"message": `"wer" is 0.198 here and 24.1 elsewhere for the same dataset: one is a fraction, the other a percentage`,
		"related": [{"at": "models/m/README.md#/model-index/0/results/0/metrics/0/value", "message": "the other value"}],
	}} with input as values("wer", ["24.1", "0.198"])
}

of(stated) := fixture.edit({"/head/card/claims": [object.union(fixture.claim, {
	"at": sprintf("models/m/README.md#/model-index/0/results/0/metrics/%d/value", [i]),
	"metric": metric, "value": value, "raw": value, "dataset": dataset, "dataset_type": dataset,
}) |
	some i, [metric, value, dataset] in stated
]})

test_fires_on_two_metrics_of_one_dataset if {
	rule.deny == {{
		"at": "models/m/README.md#/model-index/0/results/0/metrics/1/value",
		"key": "claim f1 contracts test",
		"message": `"f1" is 0.89, but "accuracy" is 91.2 for the same dataset: one is a fraction, the other a percentage`,
		"related": [{"at": "models/m/README.md#/model-index/0/results/0/metrics/0/value", "message": "the other value"}],
	}} with input as of([["accuracy", "91.2", "contracts"], ["f1", "0.89", "contracts"]])
}

test_silent_on_two_metrics[case] if {
	some case, stated in {
		"datasets": [["accuracy", "91.2", "contracts"], ["f1", "0.89", "letters"]],
		"area": [["accuracy", "91.2", "contracts"], ["roc_auc", "0.89", "contracts"]],
		"scale": [["accuracy", "91.2", "contracts"], ["f1", "89", "contracts"], ["loss", "0.3", "contracts"]],
		"low": [["accuracy", "91.2", "contracts"], ["precision", "0.1", "contracts"]],
	}
	count(rule.deny) == 0 with input as of(stated)
}

test_silent_on_one_scale[metric] if {
	some metric, stated in {"wer": ["0.24", "1.8"], "accuracy": ["0.4", "0.9"], "f1": ["81", "88.5"], "loss": ["0.2", "90"], "cer": ["0.9", "7"], "recall": ["0.5", ""]}
	rule.applies with input as values(metric, stated)
	count(rule.deny) == 0 with input as values(metric, stated)
}

test_silent_on_a_single_value if {
	not rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}

# Of two benchmarks, one may be hard.
test_silent_on_values_of_other_datasets if {
	document := values("wer", ["24.1", "0.198"])
	count(rule.deny) == 0 with input as json.patch(document, [{"op": "replace", "path": "/head/card/claims/1/dataset_type", "value": "another"}])
	count(rule.deny) == 0 with input as json.patch(document, [
		{"op": "replace", "path": "/head/card/claims/0/dataset_type", "value": ""}, {"op": "replace", "path": "/head/card/claims/1/dataset_type", "value": ""},
		{"op": "replace", "path": "/head/card/claims/1/dataset", "value": "another"},
	])
}

test_silent_within_the_first_results if {
	count(rule.deny) == 0 with input as of([["recall_at_1000", "94.386", "contracts"], ["precision_at_1000", "0.24", "contracts"]])
	count(rule.deny) == 0 with input as of([["recall@100", "94.386", "contracts"], ["precision@100", "0.94", "contracts"]])
}
