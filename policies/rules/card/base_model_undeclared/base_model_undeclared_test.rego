package modelgate.rules.card.base_model_undeclared_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.base_model_undeclared as rule
import data.modelgate.rules.card.license_conflict

named(value, sure) := fixture.edit({"/head/named_bases": [{"at": "models/m/adapter_config.json#/base_model_name_or_path", "path": "models/m/adapter_config.json", "value": value, "sure": sure}]})

declared(values, value) := json.patch(named(value, true), [{"op": "replace", "path": "/head/card/base_models/items", "value": [item |
	some v in values
	item := {"at": "models/m/README.md#/base_model", "value": v, "revision": fixture.no_text, "relation": fixture.no_text}
]}])

test_fires_where_the_card_names_none_or_another if {
	rule.deny == {{
		"at": "models/m/adapter_config.json#/base_model_name_or_path",
		"key": "base model meta-llama/Llama-3.2-3B",
		"message": `the model was made from "meta-llama/Llama-3.2-3B", but the model card names no base model`,
	}} with input as declared([], "meta-llama/Llama-3.2-3B")
	rule.deny == {{
		"at": "models/m/adapter_config.json#/base_model_name_or_path",
		"key": "base model meta-llama/Llama-3.2-3B",
		"message": `the model was made from "meta-llama/Llama-3.2-3B", but the model card names "meta-llama/Llama-3.2-1B"`,
	}} with input as declared(["meta-llama/Llama-3.2-1B"], "meta-llama/Llama-3.2-3B")
}

test_silent_where_the_card_names_it if {
	count(rule.deny) == 0 with input as declared(["google-bert/bert-base-uncased"], "bert-base-uncased")
	count(rule.deny) == 0 with input as declared(["bert-base-uncased"], "google-bert/bert-base-uncased")
	count(rule.deny) == 0 with input as declared(["Meta-Llama/llama-3.2-3b"], "meta-llama/Llama-3.2-3B")
}

test_silent_on_paths_and_on_what_may_be_the_model_itself if {
	count(rule.deny) == 0 with input as declared([], "/home/a/llama")
	count(rule.deny) == 0 with input as declared([], `C:\models\base`)
	count(rule.deny) == 0 with input as named("acme/m", false)
}

test_a_license_conflict_needs_no_word_of_the_card if {
	count(license_conflict.deny) == 1 with input as declared([], "meta-llama/Llama-3.2-3B")
	count(license_conflict.deny) == 1 with input as json.patch(named("meta-llama/Llama-3.2-3B", false), [{"op": "replace", "path": "/head/card/base_models/items", "value": []}])
}

test_applies_to_files_that_name_one if rule.applies with input as named("gpt2", true)

test_not_applicable_without_files_that_name_one if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.bare
}
