package modelgate.rules.card.labels_contradictory_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.labels_contradictory as rule

at := "models/m/README.md#/sections/text"

slips(kind, value, other) := fixture.edit({"/head/card/slips": [{"at": at, "kind": kind, "value": value, "other": other}]})

test_fires if {
	rule.deny == {{"at": at, "key": `classes`, "message": `the text states the classes as 0: a, 1: b, but elsewhere as 0: b, 1: a`}} with input as slips("labels", `0: a, 1: b`, `0: b, 1: a`)
}

test_fires_on[message] if {
	some [kind, value, other, message] in [
		["classes", `0: nsfw`, `1`, `id2label has "0: nsfw", but label2id gives that class the number 1`],
	]
	[f.message | some f in rule.deny] == [message] with input as slips(kind, value, other)
}

test_silent_on_others if {
	count(rule.deny) == 0 with input as slips("weekday", "Monday", "Tuesday")
}

test_not_applicable if {
	not rule.applies with input as fixture.removed
}
