package modelgate.rules.card.text_unedited_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.text_unedited as rule

at := "models/m/README.md#/sections/text"

slips(kind, value, other) := fixture.edit({"/head/card/slips": [{"at": at, "kind": kind, "value": value, "other": other}]})

test_fires if {
	rule.deny == {{"at": at, "key": `sentence the model is likely to`, "message": `the paragraph ends within a sentence: "the model is likely to"`}} with input as slips("unfinished", `the model is likely to`, ``)
}

test_fires_on[message] if {
	some [kind, value, other, message] in [
		["repeated", `The same again.`, ``, `the paragraph "The same again." is already in this section`],
	]
	[f.message | some f in rule.deny] == [message] with input as slips(kind, value, other)
}

test_silent_on_others if {
	count(rule.deny) == 0 with input as slips("weekday", "Monday", "Tuesday")
}

test_not_applicable if {
	not rule.applies with input as fixture.removed
}
