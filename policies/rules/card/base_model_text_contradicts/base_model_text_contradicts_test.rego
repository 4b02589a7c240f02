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

test_fires_on[name] if {
	some [name, base] in [["gpt2", "distilbert/distilgpt2"], ["DistilBERT", "FacebookAI/roberta-base"], ["bert-base-cased", "google-bert/bert-large-cased"], ["RoBERTa base", "bert-base-cased"]]
	count(rule.deny) == 1 with input as stated([name], [base])
}

test_silent_on_names_alike[name] if {
	some [name, base] in [["llama-3", "meta-llama/Meta-Llama-3-8B"], ["BERT", "org/german-bert-large"], ["BERT", "almanach/camembert-base"], ["Mistral-7B-v0.1", "mistralai/Mistral-7B"], ["cased-bert-base", "bert-base-cased"], ["gpt2", "openai-community/gpt2"]]
	count(rule.deny) == 0 with input as stated([name], [base])
}

test_silent_on_a_copy_in_another_format[value] if {
	some [path, value] in [["/head/name", "zephyr-7b-GPTQ"], ["/head/card/tags", {"at": "models/m/README.md#/tags", "present": true, "items": [{"at": "models/m/README.md#/tags/0", "value": "gguf"}]}]]
	count(rule.deny) == 0 with input as json.patch(stated(["mistralai/Mistral-7B-v0.1"], ["org/zephyr-7b"]), [{"op": "replace", "path": path, "value": value}])
}

test_silent_on_an_adapter if {
	count(rule.deny) == 0 with input as json.patch(stated(["mistralai/Mistral-7B-v0.1"], ["org/zephyr-7b"]), [{"op": "replace", "path": "/head/card/base_models/items/0/relation", "value": fixture.text("models/m/README.md#/base_model_relation", "adapter")}])
}

test_silent_if_another_statement_has_the_name if {
	count(rule.deny) == 0 with input as json.patch(stated(["mistralai/Mistral-7B-v0.1"], ["org/zephyr-7b"]), [{"op": "replace", "path": "/head/card/statements", "value": [{"at": "models/m/README.md#/sections/m", "topic": "model", "value": "It continues Zephyr 7B"}]}])
}

test_silent_on_steps if {
	count(rule.deny) == 0 with input as stated(["meta-llama/Llama-3.1-8B", "org/mid-7b"], ["org/mid-7b"])
}

slip(base, other) := json.patch(stated([other], [base]), [{"op": "replace", "path": "/head/card/slips", "value": [{"at": "models/m/README.md#/sections/m", "kind": "base", "value": "org/bert-300m", "other": base}]}])

test_fires_on_another_size_even_if_others_fit if {
	[f.message | some f in rule.deny] == [`the text states that the model was made from "org/bert-300m", but the metadata names "org/bert-1b"`] with input as slip("org/bert-1b", "org/bert-1b")
	rule.applies with input as json.patch(slip("org/bert-1b", "x-1"), [{"op": "replace", "path": "/head/card/base_statements", "value": []}])
	count(rule.deny) == 1 with input as slip("org/bert-1b", "org/gpt-2")
}

test_applies if rule.applies with input as stated(["xlm-roberta-large"], ["bert-base-cased"])

test_not_applicable if {
	not rule.applies with input as stated(["xlm-roberta-large"], [])
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
