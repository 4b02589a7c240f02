package modelgate.rules.card.base_model_text_contradicts_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.base_model_text_contradicts as rule

stated(names, bases) := fixture.edit({
	"/head/card/base_statements": [fixture.text("models/m/README.md#/sections/m", name) | some name in names],
	"/head/card/base_models": {"at": "models/m/README.md#/base_model", "present": count(bases) > 0, "items": [{"at": "models/m/README.md#/base_model", "value": base, "revision": fixture.no_text, "relation": fixture.no_text} | some base in bases]},
})

test_fires if {
	rule.deny == {{
		"at": "models/m/README.md#/sections/m", "key": "base model",
		"message": `the text states that the model was made from "xlm-roberta-large", but the metadata names "google-bert/bert-base-cased"`,
	}} with input as stated(["xlm-roberta-large"], ["google-bert/bert-base-cased"])
}

test_silent_on_the_same[name] if {
	some name in ["google-bert/bert-base-cased", "bert-base-cased", "BERT-base", "bert-base-cased-finetuned-ner"]
	count(rule.deny) == 0 with input as stated([name], ["google-bert/bert-base-cased"])
}

test_silent_on_steps if {
	count(rule.deny) == 0 with input as stated(["meta-llama/Llama-3.1-8B", "org/mid-7b"], ["org/mid-7b"])
}

test_not_applicable if {
	not rule.applies with input as stated(["xlm-roberta-large"], [])
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
