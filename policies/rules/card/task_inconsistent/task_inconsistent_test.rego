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
	messages("image-classification", "transformers", "automatic-speech-recognition") == {`a result is of task "automatic-speech-recognition", and the model's task is "image-classification"`}
}

test_fires_on_a_library_of_another_kind if {
	messages("text-generation", "timm", "text-generation") == {`library "timm" is not one for task "text-generation"`}
}

test_silent_on_what_goes_together[case] if {
	some case in [["text-generation", "transformers", "question-answering"], ["image-to-text", "transformers", "text-generation"], ["any-to-any", "timm", "translation"], ["feature-extraction", "timm", "token-classification"]]
	messages(case[0], case[1], case[2]) == set()
}

test_silent_on_what_is_not_known if {
	messages("fortune-telling", "own-library", "speech-recognition-of-birds") == set()
	messages("image-classification", "own-library", "speech-recognition-of-birds") == set()
}

test_silent_when_all_is_well if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
