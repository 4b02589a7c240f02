package modelgate.rules.card.name_confusable_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.name_confusable as rule

test_fires_on_a_dataset_key_and_base_model if {
	rule.deny == {{
		"at": "models/m/README.md#/datasets/0",
		"key": "dataset c\u043entracts",
		"message": sprintf("dataset %q has letters that look Latin and are not; it reads like \"contracts\"", ["c\u043entracts"]),
	}} with input as fixture.edit({"/head/datasets/0/name": "c\u043entracts"})
	count(rule.deny) == 1 with input as fixture.edit({"/head/card/keys": [{"at": "models/m/README.md#/x", "name": "lic\u0435nse", "null": false, "empty": false, "kind": "string"}]})
	count(rule.deny) == 1 with input as fixture.edit({"/head/card/base_models/items": [{"at": "models/m/README.md#/base_model", "value": "g\u03bfogle/bert", "revision": fixture.no_text, "relation": fixture.no_text}]})
}

test_silent_on_names_of_one_script if {
	count(rule.deny) == 0 with input as fixture.model
	count(rule.deny) == 0 with input as fixture.edit({"/head/datasets/0/name": "\u0434\u0430\u043d\u043d\u044b\u0435"})
	count(rule.deny) == 0 with input as fixture.edit({"/head/datasets/0/name": "caf\u00e9-\u65e5\u672c"})
}

test_applies_to_cards if {
	rule.applies with input as fixture.model
	not rule.applies with input as fixture.bare
}
