package modelgate.rules.card.task_inconsistent_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.task_inconsistent as rule

messages(task, library, result) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit({
		"/head/card/task/value": task,
		"/head/card/library/value": library,
		"/head/card/model_index/0/results/0/task/value": result,
	})
}

test_fires_on_a_result_of_another_kind if {
	messages("image-classification", "transformers", "automatic-speech-recognition") == {`a result has task "automatic-speech-recognition", but the model's task is "image-classification"`}
}

test_fires_on_a_library_of_another_kind if {
	messages("text-generation", "timm", "text-generation") == {`library "timm" does not support task "text-generation"`}
}

test_silent_on_what_goes_together[case] if {
	some case in [["text-generation", "transformers", "question-answering"], ["image-to-text", "transformers", "text-generation"], ["any-to-any", "timm", "translation"], ["feature-extraction", "timm", "token-classification"]]
	messages(case[0], case[1], case[2]) == set()
}

test_silent_on_what_is_not_known if {
	messages("fortune-telling", "own-library", "speech-recognition-of-birds") == set()
	messages("image-classification", "own-library", "speech-recognition-of-birds") == set()
}

built(task, architectures) := fixture.edit({
	"/head/card/task/value": task,
	"/head/card/library/value": "transformers",
	"/head/card/model_index/0/results/0/task/value": task,
	"/head/architectures": [{"at": "models/m/config.json#/architectures/0", "path": "models/m/config.json", "value": value} | some value in architectures],
})

test_fires_on_an_architecture_for_another_task[case] if {
	some case in [
		["text-generation", "BertForSequenceClassification"], ["text-classification", "LlamaForCausalLM"], ["token-classification", "TFBertForQuestionAnswering"],
		["image-classification", "DetrForObjectDetection"], ["fill-mask", "CAUSAL_LM"], ["text-generation", "SEQ_CLS"], ["text-classification", "T5ForConditionalGeneration"],
	]
	messages_of := {f.message | some f in rule.deny} with input as built(case[0], [case[1]])
	messages_of == {sprintf("task %q does not fit architecture %q in models/m/config.json", case)}
}

test_silent_on_an_architecture_that_fits[case] if {
	some case in [
		["feature-extraction", "BertModel"], ["sentence-similarity", "MPNetForMaskedLM"], ["feature-extraction", "Qwen3ForCausalLM"], ["text2text-generation", "LlamaForCausalLM"],
		["text-generation", "T5ForConditionalGeneration"], ["zero-shot-classification", "BartForSequenceClassification"], ["image-text-to-text", "LlavaForConditionalGeneration"],
		["automatic-speech-recognition", "WhisperForConditionalGeneration"], ["text-ranking", "XLMRobertaForSequenceClassification"], ["text-generation", "RWKV7Model"],
		["question-answering", "SEQ_2_SEQ_LM"], ["own-task", "BertForSequenceClassification"], ["text-generation", "InternLM2ForRewardModel"],
	]
	count(rule.deny) == 0 with input as built(case[0], [case[1]])
}

test_silent_if_one_of_several_fits if {
	count(rule.deny) == 0 with input as built("text-generation", ["BertForSequenceClassification", "BertLMHeadModel"])
}

test_silent_on_reward_models if {
	count(rule.deny) == 0 with input as json.patch(built("text-generation", ["LlamaForSequenceClassification"]), [{"op": "replace", "path": "/head/name", "value": "Skywork-Reward-8B"}])
}

test_silent_when_all_is_well if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}

tagged(task, tags) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit({"/head/card/model_index": [], "/head/card/library": fixture.no_text, "/head/card/task": fixture.text("models/m/README.md#/pipeline_tag", task), "/head/card/tags": fixture.list("models/m/README.md#/tags", tags)})
}

test_fires_on_a_tag_for_another_task_of_text if {
	tagged("text-classification", ["bert", "translation"]) == {`tag "translation" is another task than the model's task "text-classification"`}
}

test_silent_on_tasks_alike[tags] if {
	some [task, tags] in [["sentence-similarity", ["text-classification"]], ["translation", ["translation", "summarization"]], ["text-classification", ["translation", "summarization"]], ["automatic-speech-recognition", ["text-to-speech"]], ["text-generation", ["summarization"]]]
	tagged(task, tags) == set()
}

test_fires_on_a_tag_for_another_task if {
	tagged("text-generation", ["llm", "automatic-speech-recognition"]) == {`tag "automatic-speech-recognition" is another task, for audio and text, than the model's task "text-generation"`}
}

test_silent_on_tags_of_the_task_or_of_several[tags] if {
	some tags in [["text-generation"], ["text-generation", "automatic-speech-recognition"], ["translation"], ["image-to-text", "automatic-speech-recognition"], ["feature-extraction"], ["llm"], [], ["multimodal", "image-to-text"], ["speech", "automatic-speech-recognition"]]
	tagged("text-generation", tags) == set()
}

test_fires_although_a_tag_has_the_letters_of_a_sign if {
	count(tagged("text-generation", ["speechless", "automatic-speech-recognition"])) == 1
	count(tagged("text-generation", ["revision", "image-classification"])) == 1
}

test_silent_on_zero_shot_tasks[case] if {
	some case in [["image-classification", "zero-shot-classification"], ["zero-shot-classification", "image-classification"], ["text-classification", "zero-shot-image-classification"], ["zero-shot-object-detection", "text-generation"]]
	messages(case[0], "transformers", case[1]) == set()
	tagged(case[0], [case[1]]) == set()
}

test_silent_on_families_for_several_kinds_of_data[tag] if {
	some tag in ["clip", "layoutlmv3", "LayoutLM", "blip-2", "multi-modal", "vit-base", "trocr"]
	tagged("token-classification", [tag, "image-classification"]) == set()
}

test_silent_where_the_name_shows_it if {
	found := rule.deny with input as fixture.edit({"/head/name": "org/layoutlm-invoices", "/head/card/model_index": [], "/head/card/task/value": "token-classification", "/head/card/tags": fixture.list("models/m/README.md#/tags", ["object-detection"])})
	count(found) == 0
}

test_results_of_one_task_are_told_together if {
	result := json.patch(fixture.model.head.card.model_index[0].results[0], [{"op": "replace", "path": "/task/value", "value": "automatic-speech-recognition"}])
	found := rule.deny with input as fixture.edit({"/head/card/task/value": "image-classification", "/head/card/library/value": "", "/head/card/model_index/0/results": [result, result, result]})
	{f.message | some f in found} == {`3 results have task "automatic-speech-recognition", but the model's task is "image-classification"`}
}

indexed(task, others) := {f.message | some f in found} if {
	result := fixture.model.head.card.model_index[0].results[0]
	found := rule.deny with input as fixture.edit({
		"/head/card/task/value": task, "/head/card/library": fixture.no_text, "/head/card/tags": fixture.no_list,
		"/head/card/model_index/0/results": [json.patch(result, [{"op": "replace", "path": "/task/value", "value": other}]) | some other in others],
	})
}

test_fires_if_all_results_are_of_another_task if {
	indexed("text-classification", ["token-classification", "token-classification"]) == {`2 results have task "token-classification", but the model's task is "text-classification"`}
	indexed("text-classification", ["token-classification", "text-classification"]) == set()
	indexed("zero-shot-classification", ["text-classification"]) == set()
	indexed("text-generation", ["question-answering"]) == set()
}

libraries(library, tag) := {f.message | some f in found} if {
	card := fixture.edit({"/head/card/model_index": [], "/head/card/task": fixture.no_text, "/head/card/library": fixture.text("models/m/README.md#/library_name", library), "/head/card/tags": fixture.list("models/m/README.md#/tags", [tag])})
	rule.applies with input as card
	found := rule.deny with input as card
}

test_fires_on_a_tag_for_another_library if {
	libraries("sklearn", "diffusers") == {`tag "diffusers" is another library than the model's library "sklearn"`}
	libraries("sklearn", "xgboost") == set()
	libraries("transformers", "sentence-transformers") == set()
	libraries("open_clip", "transformers") == set()
	libraries("transformers", "pytorch") == set()
	libraries("sklearn", "sklearn") == set()
}

embedding(task, tags) := {f.message | some f in found; f.key == "embeddings"} if {
	found := rule.deny with input as fixture.edit({
		"/head/card/task/value": task,
		"/head/card/library": fixture.text("models/m/README.md#/library_name", "sentence-transformers"),
		"/head/card/tags": fixture.list("models/m/README.md#/tags", tags),
	})
}

test_fires_on_embeddings if {
	embedding("fill-mask", ["sentence-similarity"]) == {`task "fill-mask" does not fit library "sentence-transformers" and tag "sentence-similarity"`}
}

test_silent_on_embeddings if {
	embedding("sentence-similarity", ["feature-extraction"]) == set()
	embedding("fill-mask", ["sentence-similarity", "fill-mask"]) == set()
	embedding("fill-mask", ["nli"]) == set()
}

untasked(tag, result, said) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit({
		"/head/card/task": fixture.no_text,
		"/head/card/library": fixture.no_text,
		"/head/card/tags": fixture.list("models/m/README.md#/tags", ["vision", tag]),
		"/head/card/model_index/0/results/0/task/value": result,
		"/head/card/statements": [{"at": "models/m/README.md#/sections/m", "topic": "model", "value": said}],
	})
}

test_fires_on_a_tag_without_a_task if {
	untasked("image-segmentation", "monocular-depth-estimation", "A model for monocular depth estimation") == {`tag "image-segmentation" is another task than "depth-estimation", of which the text and the results are`}
}

test_silent_on_a_tag_without_a_task[case] if {
	some case in [
		["depth-estimation", "monocular-depth-estimation", "A model for depth estimation"], ["image-segmentation", "image-segmentation", "A model for depth estimation"],
		["image-segmentation", "depth-estimation", "A model for image segmentation and depth estimation"], ["dpt", "depth-estimation", "A model for depth estimation"],
	]
	untasked(case[0], case[1], case[2]) == set()
}

test_applies_without_a_task if rule.applies with input as fixture.edit({"/head/card/task": fixture.no_text, "/head/card/library": fixture.no_text, "/head/card/tags": fixture.list("models/m/README.md#/tags", ["vision"])})
