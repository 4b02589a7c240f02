package modelgate.rules.governance.artifact_header_contradicts_card_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.artifact_header_contradicts_card as rule

# told is the good model whose one artifact's header states this, and whose card has these metadata keys.
told(contents, keys) := named("models/m/model.gguf", contents, keys)

named(path, contents, keys) := json.patch(fixture.model, [
	{"op": "replace", "path": "/head/artifacts/0/path", "value": path},
	{"op": "replace", "path": "/head/artifacts/0/uri", "value": ""},
	{"op": "replace", "path": "/head/artifacts/0/contents", "value": object.union(fixture.contents, object.union({"state": "read", "problem": ""}, contents))},
	{"op": "replace", "path": "/head/card/keys", "value": [{"at": "models/m/README.md#/x", "name": name, "null": false, "value": value, "kind": "text"} | some name, value in keys]},
])

bases(doc, names) := json.patch(doc, [{"op": "replace", "path": "/head/card/base_models", "value": {"at": "models/m/README.md#/base_model", "present": true, "items": [_base(name) | some name in names]}}])

_base(name) := {"at": "models/m/README.md#/base_model", "value": name, "revision": fixture.no_text, "relation": fixture.no_text}

messages(doc) := {finding.message | some finding in found} if {
	found := rule.deny with input as doc
}

called(doc, name) := json.patch(doc, [{"op": "replace", "path": "/head/card/name", "value": fixture.text("models/m/README.md#/name", name)}])

test_license if {
	stated := fixture.model.head.card.license.value
	stated == "apache-2.0"
	messages(told({"license": "llama3"}, {})) == {`artifact "models/m/model.gguf" has license "llama3" by its header, but the card states "apache-2.0"`}
	messages(told({"license": "Apache-2.0"}, {})) == set()
	messages(told({"license": "other"}, {})) == set()
	messages(told({"license": "see file"}, {})) == set()
	messages(told({"license": ""}, {})) == set()
}

test_base_model if {
	header := {"name": "Meta Llama 3.1 8B Instruct", "bases": [{"name": "", "url": "https://huggingface.co/meta-llama/Llama-3.1-8B"}]}
	messages(bases(told(header, {}), ["Qwen/Qwen2-7B"])) == {`artifact "models/m/model.gguf" has base model "https://huggingface.co/meta-llama/Llama-3.1-8B" by its header, but the card states "Qwen/Qwen2-7B"`}
	messages(bases(told(header, {}), ["Qwen/Qwen2-7B", "meta-llama/Llama-3.1-8B"])) == set()
	messages(bases(told(header, {}), ["meta-llama/Llama-3.1-8B-Instruct"])) == set() # what was quantized
	count(messages(bases(told({"bases": [{"name": "Meta/Llama", "url": ""}]}, {}), ["Qwen/Qwen2-7B"]))) == 1
	messages(bases(told({"bases": [{"name": "Llama", "url": ""}]}, {}), ["meta-llama/Llama-3.1-8B"])) == set()
	messages(bases(told({"bases": [{"name": "", "url": ""}]}, {}), ["meta-llama/Llama-3.1-8B"])) == set()
	messages(bases(told({"name": "Meta Llama 3.1 8B Instruct", "bases": [{"name": "Llama 3.1 8B", "url": ""}]}, {}), ["meta-llama/Llama-3.1-8B-Instruct"])) == set()
	messages(bases(told({"name": "Acme Chat", "bases": [{"name": "Meta Llama 3", "url": ""}]}, {}), ["meta-llama/Llama-3"])) == set()
	messages(told(header, {})) == set() # card/base_model_undeclared is about that
}

test_architecture if {
	messages(told({"architecture": "qwen2"}, {"architecture": "Llama"})) == {`artifact "models/m/model.gguf" has architecture "qwen2" by its header, but the card states "Llama"`}
	messages(told({"architecture": "llama"}, {"model_type": "mistral"})) == set()
	messages(told({"architecture": "llama"}, {"architecture": "transformer"})) == set()
	messages(told({"architecture": "new"}, {"library": "llama"})) == set()
}

test_quantization if {
	messages(told({"quantization": "Q8_0"}, {"quantization": "q4_k_m"})) == {`artifact "models/m/model.gguf" has quantization Q8_0 by its header, but the card states "q4_k_m"`}
	messages(told({"quantization": "Q8_0"}, {"quantization": "Q8_0"})) == set()
	messages(told({"quantization": "Q8_0"}, {"quantization": "dynamic"})) == set()
	messages(named("models/m/model-q4_k_m.gguf", {"quantization": "Q8_0"}, {})) == {`artifact "models/m/model-q4_k_m.gguf" states quantization Q4_K_M in its name, but its header states Q8_0`}
	messages(named("models/m/model-Q8_0-00001-of-00002.gguf", {"quantization": "Q8_0"}, {})) == set()
	messages(named("models/m/model-UD-Q2_K.gguf", {"quantization": "Q4_K_M"}, {})) == set()
	messages(named("models/m/model-Q4_K_M.gguf", {"quantization": ""}, {})) == set()
}

test_parameters if {
	small := {"parameters": 500000000, "types": [{"name": "F16", "parameters": 500000000}]}
	messages(called(told(small, {}), "acme-7B-chat")) == {`artifact "models/m/model.gguf" has 500000000 parameters by its header, but the card states "acme-7B-chat"`}
	messages(told(small, {"parameters": "7 B"})) == {`artifact "models/m/model.gguf" has 500000000 parameters by its header, but the card states "7 B"`}
	messages(told(small, {"parameters": "50M"})) == {`artifact "models/m/model.gguf" has 500000000 parameters by its header, but the card states "50M"`}
	messages(called(told(small, {}), "acme-0.5B")) == set()
	messages(called(told(small, {}), "acme-8x7B")) == set()
	messages(called(told(small, {}), "acme-1B")) == set()
	messages(called(told(object.union(small, {"adapter": true}), {}), "acme-7B")) == set()
	messages(called(told({"parameters": 9, "types": [{"name": "I32", "parameters": 9}]}, {}), "acme-7B")) == set()
}

test_applies_to_what_was_read if {
	rule.applies with input as told({}, {})
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.bare
}
