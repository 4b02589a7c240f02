package modelgate.rules.card.size_contradicts_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.size_contradicts as rule

told(topic, value) := {"at": "models/m/README.md#/sections/m", "topic": topic, "value": value}

text(name, statements) := fixture.edit({"/head/name": name, "/head/card/statements": statements})

test_fires if {
	rule.deny == {{
		"at": "models/m/README.md#/sections/m", "key": "size",
		"message": `the text states "13 billion", but the name "chat-7b" states "7b"`,
	}} with input as text("chat-7b", [told("model", "This is a language model with 13 billion parameters")])
}

test_fires_on[value] if {
	some value in [
		"With its 70B params, it is large", "It has 350M parameters", "Parameters: 13B", "Number of parameters: ~1.1 billion", "Model size: 13 b", "It is a thirteen billion parameter model",
		"It has 124,439,808 parameters", "parameter count: 124,439,808",
	]
	count(rule.deny) == 1 with input as text("chat-7b", [told("model", value)])
}

test_fires_on_the_name_in_the_sentence if count(rule.deny) == 1 with input as text("qwq", [told("model", "QwQ-32B is a 23-billion-parameter model")])

test_fires_on_two_sentences if {
	count(rule.deny) == 1 with input as text("chat", [told("model", "This is a model with 3.8 billion parameters"), told("model", "The model has 8.3B parameters")])
}

test_fires_on_metadata if {
	of_metadata := fixture.edit({"/head/name": "chat", "/head/card/statements": [told("model", "It has 7B parameters")], "/head/card/keys": [object.union(fixture.key("parameters", false), {"value": "13B"})]})
	{f.message | some f in rule.deny} == {`the text states "7B", but metadata key "parameters" states "13B"`} with input as of_metadata
	named := json.patch(of_metadata, [{"op": "replace", "path": "/head/name", "value": "chat-7b"}])
	{f.message | some f in rule.deny} == {`the metadata states "13B", but the name "chat-7b" states "7b"`} with input as named
}

test_silent_on[value] if {
	some value in [
		"This is a language model with 7.24 billion parameters", "It has 3B active parameters", "The models have 7B and 13B parameters", "It is better than models with 70B parameters",
		"The vision encoder has 300M parameters", "It is a suite of models with 13B parameters", "The LoRA has 20M parameters", "It was trained for 13 billion tokens",
		"Parameters: 7B", "It has seven billion parameters", "It has 7,241,732,096 parameters", "Model size: 13 GB", "Trainable parameters: 20M", "Parameters: 350 MB", "Parameters: see the table",
	]
	count(rule.deny) == 0 with input as text("chat-7b", [told("model", value)])
}

test_silent_on_names_of_other_numbers[name] if {
	some name in ["mixtral-8x7b", "qwen3-30b-a3b", "chat-v2", "internlm2_5-1_8b", "chat"]
	count(rule.deny) == 0 with input as text(name, [told("model", "It has 1.8 billion parameters")])
}

test_silent_on_numbers_of_examples if {
	count(rule.deny) == 0 with input as text("zinc-480m", [told("title", "zinc-480M"), told("model", "It is a model with 102M parameters"), told("model", "It knows 480m molecules")])
	count(rule.deny) == 0 with input as text("roberta_zinc_480m", [told("model", "It is a model with 102M parameters"), told("training", "480m molecules")])
}

test_not_applicable if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
