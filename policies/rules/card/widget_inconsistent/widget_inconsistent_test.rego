package modelgate.rules.card.widget_inconsistent_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.widget_inconsistent as rule

messages(task, kind, text, mask) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit({
		"/head/card/task": fixture.text("models/m/README.md#/pipeline_tag", task),
		"/head/card/widgets": [{"at": "models/m/README.md#/widget/0", "kind": kind, "text": text}],
		"/head/card/mask_token": {"at": "models/m/README.md#/mask_token", "present": mask != "", "value": mask},
	})
}

test_fires_on_another_kind if {
	messages("text-classification", "audio", "", "") == {`the example is audio, but the model's task is "text-classification"`}
	messages("text-classification", "question", "What?", "") == {`the example is a question about a text, but the model's task is "text-classification"`}
	count(messages("automatic-speech-recognition", "image", "", "")) == 1
	count(messages("text-generation", "sentences", "", "")) == 1
	count(messages("summarization", "labels", "x", "")) == 1
}

test_fires_on_masks if {
	messages("sentence-similarity", "text", "The [MASK] is red.", "") == {`the example has "[MASK]", but the model's task is "sentence-similarity"`}
	messages("fill-mask", "text", "Paris is in France.", "") == {"the example has no word to fill in, such as [MASK] or <mask>"}
	messages("fill-mask", "text", "Paris is in [MASK].", "<mask>") == {`the example has "[MASK]", but mask_token is "<mask>"`}
}

test_silent_on[case] if {
	some case in [
		["text-classification", "text", "I like it.", ""], ["automatic-speech-recognition", "audio", "", ""], ["image-to-text", "image", "", ""], ["question-answering", "question", "What?", ""], ["zero-shot-classification", "labels", "x", ""],
		["fill-mask", "text", "Paris is in [MASK].", ""], ["fill-mask", "text", "Paris is in <mask>.", "<mask>"], ["sentence-similarity", "sentences", "", ""], ["my-task", "audio", "", ""], ["text-classification", "other", "", ""],
		["document-question-answering", "image", "", ""], ["zero-shot-image-classification", "labels", "", ""],
	]
	messages(case[0], case[1], case[2], case[3]) == set()
}

test_not_applicable if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}

test_silent_on_other_masks_and_long_texts if {
	messages("fill-mask", "text", "Paris is in {hole}.", "{hole}") == set()
	messages("fill-mask", "text", concat("", ["Paris is in France. " | some _ in numbers.range(1, 10)]), "") == set()
}

based(base, text) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit({
		"/head/card/task": fixture.text("models/m/README.md#/pipeline_tag", "fill-mask"),
		"/head/card/base_models": {"at": "models/m/README.md#/base_model", "present": true, "items": [{"at": "models/m/README.md#/base_model", "value": base, "revision": fixture.no_text, "relation": fixture.no_text}]},
		"/head/card/widgets": [{"at": "models/m/README.md#/widget/0", "kind": "text", "text": text}],
	})
}

test_fires_on_the_mask_of_another_base_model if {
	based("FacebookAI/roberta-base", "Paris is in [MASK].") == {`the example has "[MASK]", but base model "FacebookAI/roberta-base" has "<mask>"`}
	count(based("google-bert/bert-base-uncased", "Paris is in <mask>.")) == 1
	based("FacebookAI/roberta-base", "Paris is in <mask>.") == set()
	based("klue/roberta-base", "Paris is in [MASK].") == set()
}
