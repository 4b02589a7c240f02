package modelgate.rules.card.relation_contradicts_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.relation_contradicts as rule

messages(library, relation, bases) := {f.message | some f in found} if {
	stated := {"at": "models/m/README.md#/base_model_relation", "present": relation != "", "value": relation}
	found := rule.deny with input as fixture.edit({
		"/head/card/library": fixture.text("models/m/README.md#/library_name", library),
		"/head/card/keys": [{"at": stated.at, "name": "base_model_relation", "null": false, "empty": false, "kind": "string", "value": relation} | relation != ""],
		"/head/card/base_models": {"at": "models/m/README.md#/base_model", "present": count(bases) > 0, "items": [{"at": "models/m/README.md#/base_model", "value": base, "revision": fixture.no_text, "relation": stated} | some base in bases]},
	})
}

test_fires if {
	messages("transformers", "adapter", []) == {`base_model_relation is "adapter", but there is no base_model`}
	messages("peft", "", []) == {`library "peft" is for adapters, but there is no base_model`}
	messages("peft", "finetune", ["a/b"]) == {`base_model_relation is "finetune", but library "peft" is for adapters`}
	messages("transformers", "merge", ["a/b"]) == {`base_model_relation is "merge", but there is only one base_model`}
}

test_silent if {
	messages("peft", "adapter", ["a/b"]) == set()
	messages("peft", "", ["a/b"]) == set()
	messages("transformers", "merge", ["a/b", "a/c"]) == set()
	messages("transformers", "quantized", ["a/b"]) == set()
	messages("transformers", "", []) == set()
}

test_not_applicable if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}

newer(value) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit({
		"/head/card/keys": [{"at": "models/m/README.md#/new_version#", "name": "new_version", "null": false, "empty": false, "kind": "string", "value": value}],
		"/head/card/base_models": {"at": "models/m/README.md#/base_model", "present": true, "items": [{"at": "models/m/README.md#/base_model", "value": "acme/bert", "revision": fixture.no_text, "relation": fixture.no_text}]},
	})
}

test_fires_if_the_base_model_is_the_new_version if {
	newer("acme/BERT") == {`new_version "acme/BERT" is the base model`}
	newer("acme/m2") == set()
}

test_fires_if_the_new_version_is_the_model[value] if {
	some value in ["m", "acme/Bert-tuned", "bert-tuned", "acme/titled", "own-title"]
	found := rule.deny with input as itself(value)
	{f.message | some f in found} == {sprintf("new_version %q is the model itself", [value])}
}

test_silent_on_another_new_version[value] if {
	some value in ["acme/m2", "acme/bert-tuned-v2", "bert", "acme/m"]
	count(rule.deny) == 0 with input as itself(value)
}

itself(value) := fixture.edit({
	"/head/name": "m", "/head/id": "models/acme__titled", "/head/card/model_index/0/name/value": "bert-tuned",
	"/head/card/statements": [{"at": "models/m/README.md#/sections/m", "topic": "title", "value": "Own-Title"}],
	"/head/card/keys": [{"at": "models/m/README.md#/new_version#", "name": "new_version", "null": false, "empty": false, "kind": "string", "value": value}],
})

test_fires_if_the_text_says_that_it_was_tuned if {
	tuned("This model is a fine-tuned version of bert") == {`base_model_relation is "quantized", but the text states that the model was fine-tuned`}
}

test_silent_on_quantized[value] if {
	some value in ["A 4-bit version of the fine-tuned model", "GGUF of a fine-tuned bert", "This is a classifier"]
	tuned(value) == set()
}

tuned(value) := {f.message | some f in found} if {
	relation := fixture.text("models/m/README.md#/base_model_relation", "quantized")
	found := rule.deny with input as fixture.edit({
		"/head/card/statements": [{"at": "models/m/README.md#/sections/m", "topic": "model", "value": value}],
		"/head/card/base_models": {"at": "models/m/README.md#/base_model", "present": true, "items": [{"at": "models/m/README.md#/base_model", "value": "acme/bert", "revision": fixture.no_text, "relation": relation}]},
	})
}

test_silent_on_a_model_that_moved if {
	count(rule.deny) == 0 with input as json.patch(itself("new/bert-tuned"), [{"op": "add", "path": "/head/card/statements/-", "value": {"at": "models/m/README.md#/sections/m", "topic": "loaded", "value": "old/bert-tuned"}}])
}

test_fires_if_a_sentence_names_the_base if {
	found := rule.deny with input as fixture.edit({
		"/head/card/statements": [],
		"/head/card/base_statements": [{"at": "models/m/README.md#/sections/m/It is a fine-tuned version of acme~1bert", "present": true, "value": "acme/bert"}],
		"/head/card/base_models": {"at": "models/m/README.md#/base_model", "present": true, "items": [{"at": "models/m/README.md#/base_model", "value": "acme/bert", "revision": fixture.no_text, "relation": fixture.text("models/m/README.md#/base_model_relation", "quantized")}]},
	})
	count(found) == 1
}
