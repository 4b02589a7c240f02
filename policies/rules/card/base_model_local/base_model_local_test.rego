package modelgate.rules.card.base_model_local_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.base_model_local as rule

base(value) := fixture.edit({"/head/card/base_models/items": [{"at": "models/m/README.md#/base_model", "value": value, "revision": fixture.no_text, "relation": fixture.no_text}]})

test_fires_on_paths if {
	every value in ["/home/jdoe/models/base", "./base", "../base", "~/base", `C:\models\base`, `models\base`, "file:///srv/base"] {
		rule.deny == {{"at": "models/m/README.md#/base_model", "key": sprintf("base model %s", [value]), "message": sprintf("base model %q is a path on one machine", [value])}} with input as base(value)
	}
}

test_fires_on_a_path_in_settings_alone if {
	count(rule.deny) == 1 with input as fixture.edit({
		"/head/card/base_models/items": [],
		"/head/named_bases": [{"at": "models/m/adapter_config.json#", "path": "models/m/adapter_config.json", "value": "./base", "sure": true}],
	})
}

test_silent_on_names if {
	count(rule.deny) == 0 with input as base("google-bert/bert-base-uncased")
	count(rule.deny) == 0 with input as base("gpt2")
	count(rule.deny) == 0 with input as fixture.bare
}

test_applies_to_whatever_names_one if {
	rule.applies with input as base("gpt2")
	rule.applies with input as fixture.edit({"/head/named_bases": [{"at": "models/m/adapter_config.json#", "path": "models/m/adapter_config.json", "value": "gpt2", "sure": true}]})
}

test_not_applicable_without_a_base_model if not rule.applies with input as fixture.bare
