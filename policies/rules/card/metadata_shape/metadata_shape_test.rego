package modelgate.rules.card.metadata_shape_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.metadata_shape as rule

messages(name, kind, value) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit({"/head/card/keys": [{"at": "models/m/README.md#/x#", "name": name, "null": false, "empty": false, "kind": kind, "value": value}]})
}

test_fires_on_a_text_for_a_list if {
	messages("tags", "string", "Composer, llm") == {`metadata key "tags" is the text "Composer, llm", but a list is expected; tools read one value`}
	count(messages("datasets", "string", "imdb;squad")) == 1
}

test_fires_on_a_list_for_a_text if {
	messages("library_name", "sequence", "") == {`metadata key "library_name" is a list, but text is expected; tools ignore it`}
	count(messages("pipeline_tag", "mapping", "")) == 1
}

test_fires_on_a_mapping_for_a_list if {
	messages("metrics", "mapping", "") == {`metadata key "metrics" is a mapping, but a list is expected; tools ignore it`}
}

listed(values) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit({"/head/card/keys": [{"at": "models/m/README.md#/tags#", "name": "tags", "null": false, "empty": false, "kind": "sequence", "value": ""}], "/head/card/tags": fixture.list("models/m/README.md#/tags", values)})
}

test_fires_on_several_values_in_an_item if {
	listed(["llm", "a, b"]) == {`one item of tags is "a, b"; tools read one value`}
	listed(["llm", "a b", "a,"]) == set()
}

test_fires_on_numbers_and_truth_values if {
	messages("library_name", "number", "3") == {`metadata key "library_name" is the number 3, but text is expected; quote it, or write the name`}
	count(messages("license_name", "bool", "true")) == 1
	found := rule.deny with input as fixture.edit({"/head/card/non_texts": [{"at": "models/m/README.md#/tags/0", "name": "tags", "null": false, "empty": false, "kind": "number", "value": "2024"}]})
	{f.message | some f in found} == {"one item of tags is the number 2024, but text is expected; quote it"}
}

test_fires_on_a_list_of_emissions if count(messages("co2_eq_emissions", "sequence", "")) == 1

test_silent_on_the_right_types if {
	count(messages("pipeline_tag", "number", "1")) == 0
	count(messages("co2_eq_emissions", "number", "1")) == 0
	count(messages("tags", "string", "llm")) == 0 # of one tag
	count(messages("tags", "sequence", "")) == 0
	count(messages("library_name", "string", "a, b")) == 0
	count(messages("widget", "mapping", "")) == 0
}

test_silent_when_all_is_well if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}

percent(raw, at) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit({"/head/card/format": "huggingface", "/head/card/claims/0/raw": raw, "/head/card/claims/0/at": at})
}

test_fires_on_a_percent_sign if {
	percent("74.16%", "models/m/README.md#/model-index/0/results/0/metrics/0/value") == {`the value of metric "accuracy" is the text "74.16%", but a number is expected`}
}

test_silent_on_numbers if {
	percent("74.16", "models/m/README.md#/model-index/0/results/0/metrics/0/value") == set()
	percent("74.16%", "models/m/README.md#/sections/m") == set()
}
