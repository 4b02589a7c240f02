package modelgate.rules.card.task_unknown_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.task_unknown as rule

messages(value) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit({"/head/card/task/value": value})
}

test_fires_on_an_unknown_task if {
	messages("protein-folding") == {`unknown task "protein-folding": not in the task list of 2026-11-01`} with data.modelgate.tasks.date as "2026-11-01"
}

test_fires_with_advice_on_another_spelling if {
	messages("Text Classification") == {`unknown task "Text Classification": not in the task list of 2026-11-01; write "text-classification"`} with data.modelgate.tasks.date as "2026-11-01"
}

test_fires_with_the_nearest if {
	messages("automatic-speech-recogntion") == {`unknown task "automatic-speech-recogntion": not in the task list of 2026-11-01; did you mean "automatic-speech-recognition"?`} with data.modelgate.tasks.date as "2026-11-01"
}

of_result(value) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit({"/head/card/model_index/0/results/0/task/value": value})
}

test_fires_on_the_task_of_a_result if {
	of_result("speech-recogniton") == {`unknown task "speech-recogniton" of a result; did you mean "speech-recognition"?`}
	of_result("Question Answering") == {`unknown task "Question Answering" of a result; write "question-answering"`}
}

test_silent_on_other_tasks_of_results if {
	every value in ["named-entity-recognition", "Clustering", "protein-folding"] { of_result(value) == set() }
}

test_silent_on_the_words_of_a_format if {
	count(rule.deny) == 0 with input as fixture.edit({"/head/card/task/value": "classification", "/head/card/format": "cyclonedx-ml-bom"})
	messages("classification") != set()
}

test_silent_on_a_known_task if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_silent_without_task if {
	count(rule.deny) == 0 with input as fixture.edit({"/head/card/task": fixture.no_text})
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
