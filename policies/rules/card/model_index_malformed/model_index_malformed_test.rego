package modelgate.rules.card.model_index_malformed_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.model_index_malformed as rule

messages(changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit(changes)
}

at := "/head/card/model_index/0"

test_fires_on_a_model_out_of_form if {
	messages({"/head/card/model_index/0/kind": "string"}) == {"a model of model-index is a string, not a mapping with name and results"}
	messages({"/head/card/model_index/0/name": fixture.no_text}) == {"a model of model-index has no name"}
	messages({"/head/card/model_index/0/listed": false}) == {"a model of model-index has no list of results"}
	messages({"/head/card/model_index/0/listed": false, "/head/card/keys": [fixture.key("results", false)]}) == {"a model of model-index has no list of results; the key `results` next to model-index belongs under it"}
	messages({"/head/card/model_index/0/at": "models/m/README.md#/model-index"}) == {"a model of model-index is not in a list"}
}

test_fires_on_a_result_out_of_form if {
	rule.deny == {{
		"at": "models/m/README.md#/absent",
		"key": "result tabular-classification contracts ",
		"message": "a result of model-index has no dataset.name, no metrics",
	}} with input as fixture.edit({"/head/card/model_index": [json.patch(fixture.indexed(0), [{"op": "replace", "path": "/results/0/dataset", "value": fixture.no_text}])]})
	messages({"/head/card/model_index/0/results/0/kind": "null"}) == {"a result of model-index is a null, not a mapping with task, dataset and metrics"}
	messages({"/head/card/model_index/0/results/0/untyped": true}) == {"a result of model-index has no metrics.type"}
}

place(path, value) := at if {
	found := rule.deny with input as fixture.edit({concat("", ["/head/card/model_index/0/results/0", path]): value})
	at := [f.at | some f in found][0]
}

test_is_where_the_key_would_be if {
	result := "models/m/README.md#/model-index/0/results/0"
	place("/task", fixture.lacks("models/m/README.md#/t")) == "models/m/README.md#/t"
	place("/dataset", fixture.lacks("models/m/README.md#/d")) == "models/m/README.md#/d"
	place("/dataset_type", fixture.lacks("models/m/README.md#/y")) == "models/m/README.md#/y"
	place("/kind", "string") == result
	place("/metrics", 0) == result
}

test_silent_on_good_form if {
	rule.applies with input as fixture.model
	messages({}) == set()
}

test_not_applicable_without_index if {
	not rule.applies with input as fixture.edit({"/head/card/model_index": []})
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}

test_fires_on_a_source_without_an_address if {
	messages({"/head/card/slips": [{"at": "models/m/README.md#/model-index/0/results/0/source", "kind": "source", "value": "Leaderboard", "other": ""}]}) == {`source "Leaderboard" of a result has no url`}
	messages({"/head/card/slips": [{"at": "models/m/README.md#/model-index/0/results/0/source", "kind": "count", "value": "Leaderboard", "other": ""}]}) == set()
}
