package modelgate.rules.card.relation_unknown_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.relation_unknown as rule

related(value) := fixture.edit({"/head/card/base_models": {"at": "models/m/README.md#/base_model", "present": true, "items": [{
	"at": "models/m/README.md#/base_model", "value": "org/base", "revision": fixture.no_text, "relation": fixture.text("models/m/README.md#/base_model_relation", value),
}]}})

test_fires_with_what_was_meant[value] if {
	some value, meant in {"quantised": "quantized", "Adapter": "adapter", "lora": "adapter", "fine-tune": "finetune", "merged": "merge"}
	rule.deny == {{
		"at": "models/m/README.md#/base_model_relation", "key": "relation",
		"message": sprintf("unknown relation %q to the base model; did you mean %q?", [value, meant]), "suggestion": {"replace_value": meant},
	}} with input as related(value)
}

test_fires_on_another_word if {
	{f.message | some f in rule.deny} == {`unknown relation "child of" to the base model`} with input as related("child of")
}

test_silent_on_a_known_relation if {
	rule.applies with input as related("quantized")
	count(rule.deny) == 0 with input as related("quantized")
}

test_not_applicable_without_base_model if {
	not rule.applies with input as fixture.edit({"/head/card/base_models/items": []})
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
