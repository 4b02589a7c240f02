package modelgate.rules.card.metric_of_other_task_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.metric_of_other_task as rule

card(task, metric, claims) := fixture.edit({
	"/head/card/task": {"at": "models/m/README.md#/pipeline_tag", "present": task != "", "value": task},
	"/head/card/metrics": fixture.list("models/m/README.md#/metrics", ["accuracy", metric]),
	"/head/card/claims": [json.patch(fixture.model.head.card.claims[0], [{"op": "replace", "path": "/metric", "value": claim}]) | some claim in claims],
})

test_fires_on_a_task if {
	{f.message | some f in rule.deny} == {`metric "rouge" is for generated text, but the model's task is "text-classification"`} with input as card("text-classification", "rouge", ["accuracy"])
	{f.message | some f in rule.deny} == {`metric "wer" is for speech recognition, but the model's task is "token-classification"`} with input as card("token-classification", "wer", [])
}

test_fires_on_results if {
	{f.message | some f in rule.deny} == {`metric "bleu" is for generated text, but all 2 results are of f1, recall`} with input as card("", "bleu", ["f1", "recall"])
}

test_silent_on[case] if {
	some case in [
		["text-generation", "rouge", ["accuracy"]], ["text-classification", "f1", ["accuracy"]], ["text-classification", "rouge", ["rouge1"]], ["", "bleu", ["accuracy"]], ["", "bleu", ["accuracy", "bleu"]],
		["automatic-speech-recognition", "wer", []], ["translation", "bleu", []],
	]
	count(rule.deny) == 0 with input as card(case[0], case[1], case[2])
}

test_not_applicable if {
	not rule.applies with input as fixture.edit({"/head/card/metrics": fixture.list("models/m/README.md#/metrics", [])})
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
