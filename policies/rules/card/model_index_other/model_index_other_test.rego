package modelgate.rules.card.model_index_other_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.model_index_other as rule

messages(own, other) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit({"/head/name": own, "/head/id": sprintf("models/%s", [own]), "/head/card/model_index/0/name/value": other})
}

test_fires if {
	messages("acme_Hermes-3-Llama-3.1-8B", "Hermes-3-Llama-3.1-70B") == {`model-index is for "Hermes-3-Llama-3.1-70B", but the model is "acme_Hermes-3-Llama-3.1-8B"`}
	count(messages("bge-reranker-large", "bge-reranker-base")) == 1
	count(messages("OpenHermes-2.5-Mistral-7B-GGUF", "OpenHermes-2-Mistral-7B")) == 1
	count(messages("churn-v2", "churn-v1")) == 1
}

test_silent_on[case] if {
	some case in [
		["acme_bert-base", "bert-base"], ["bert-base", "acme/bert-base"], ["churn", "outputs"], ["magnum-v1-72b", "magnum-72b-v1"], ["wav2vec2-rope-large", "wav2vec2-rel-large"], ["m", "n"], ["dolphin-2.8-mistral-7b-v0.2", "dolphin-2.8-mistral-7b-v02"], ["bert-base-ner", "bert-base-sentiment"],
		["XLS-R-53", "wav2vec2-large-xlsr-53-th"],
	]
	messages(case[0], case[1]) == set()
}

test_silent_if_the_title_has_the_name if {
	found := rule.deny with input as fixture.edit({
		"/head/name": "churn-v2", "/head/id": "models/churn-v2", "/head/card/model_index/0/name/value": "churn-v1",
		"/head/card/statements": [{"at": "models/m/README.md#/sections/m", "topic": "title", "value": "churn-v1"}],
	})
	count(found) == 0
}

spoken(codes, named) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit({
		"/head/name": "asr", "/head/id": "models/asr", "/head/card/model_index/0/name/value": named,
		"/head/card/languages": {"at": "models/m/README.md#/language", "present": true, "items": [{"at": "models/m/README.md#/language/0", "value": code} | some code in codes]},
	})
}

test_fires_on_another_language if {
	spoken(["ca"], "wav2vec2-large-spanish") == {`model-index is for "wav2vec2-large-spanish", but the model's language is ca`}
}

test_silent_on_languages[named] if {
	some [codes, named] in [[["es"], "wav2vec2-large-spanish"], [["pt-BR", "es"], "xls-r-portuguese"], [["multilingual"], "asr-spanish"], [["ca"], "wav2vec2-large"], [["de"], "german-english-asr"]]
	spoken(codes, named) == set()
}

test_not_applicable if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
