package modelgate.rules.card.use_contradictory_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.use_contradictory as rule

at := "models/m/README.md#/sections/text"

slips(kind, value, other) := fixture.edit({"/head/card/slips": [{"at": at, "kind": kind, "value": value, "other": other}]})

test_fires if {
	rule.deny == {{"at": at, "key": `use is well suited to hiring`, "message": `the text recommends "is well suited to hiring", but states "not tested on hiring"`}} with input as slips("use", `is well suited to hiring`, `not tested on hiring`)
}

test_fires_on[message] if {
	some [kind, value, other, message] in [
		["use", `ready for unsupervised clinical decisions`, ``, `the text recommends decisions without human oversight: "ready for unsupervised clinical decisions"`],
	]
	[f.message | some f in rule.deny] == [message] with input as slips(kind, value, other)
}

test_silent_on_others if {
	count(rule.deny) == 0 with input as slips("weekday", "Monday", "Tuesday")
}

test_not_applicable if {
	not rule.applies with input as fixture.removed
}
