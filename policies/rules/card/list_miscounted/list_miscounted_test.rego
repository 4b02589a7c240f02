package modelgate.rules.card.list_miscounted_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.list_miscounted as rule

at := "models/m/README.md#/sections/text"

slips(kind, value, other) := fixture.edit({"/head/card/slips": [{"at": at, "kind": kind, "value": value, "other": other}]})

test_fires if {
	rule.deny == {{"at": at, "key": `count five types`, "message": `the text states "five types", but the list after it has 4`}} with input as slips("count", `five types`, `4`)
}

test_fires_on[message] if {
	some [kind, value, other, message] in [
		["unlisted", `I-ORG`, ``, `the list of classes does not have "I-ORG", although it has the other half of each pair`],
		["unlisted", `I-ORG`, `models/m/config.json`, `the list of classes does not have "I-ORG", which is in models/m/config.json`],
	]
	[f.message | some f in rule.deny] == [message] with input as slips(kind, value, other)
}

test_silent_on_others if {
	count(rule.deny) == 0 with input as slips("weekday", "Monday", "Tuesday")
}

test_not_applicable if {
	not rule.applies with input as fixture.removed
}
