package modelgate.rules.card.another_model_named_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.another_model_named as rule

at := "models/m/README.md#/sections/text"

slips(kind, value, other) := fixture.edit({"/head/card/slips": [{"at": at, "kind": kind, "value": value, "other": other}]})

test_fires if {
	rule.deny == {{"at": at, "key": `model Zephyr 7B Beta`, "message": `"Zephyr 7B Beta" is another model than this one, "Zephyr 7B Alpha"`}} with input as slips("model", `Zephyr 7B Beta`, `Zephyr 7B Alpha`)
}

test_fires_on[message] if {
	some [kind, value, other, message] in [
		["tokenizer", `a/b-large`, `a/b-base`, `the code loads the tokenizer or processor of "a/b-large" with model "a/b-base"`],
		["likened", `other speech recognition models`, `token-classification`, `the text compares the model with "other speech recognition models", but the metadata's task is "token-classification"`],
	]
	[f.message | some f in rule.deny] == [message] with input as slips(kind, value, other)
}

results_of(model) := fixture.edit(object.union(fixture.based("acme/base-3b"), {"/head/evaluations": [object.union(fixture.evaluation, {"subject": {"at": "models/m/results.json#/config", "model": model, "digest": "", "commit": ""}})]}))

test_fires_on_results_of_the_base_model if {
	{f.message | some f in rule.deny} == {`the results are of "acme/base-3b", the base model of this one`} with input as results_of("acme/base-3b")
}

test_silent_on_results_of_this_model if {
	count(rule.deny) == 0 with input as results_of("acme/m-3b")
}

test_silent_on_others if {
	count(rule.deny) == 0 with input as slips("weekday", "Monday", "Tuesday")
}

test_not_applicable if {
	not rule.applies with input as fixture.removed
}
