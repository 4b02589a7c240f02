package modelgate.rules.card.range_reversed_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.range_reversed as rule

at := "models/m/README.md#/sections/text"

slips(kind, value, other) := fixture.edit({"/head/card/slips": [{"at": at, "kind": kind, "value": value, "other": other}]})

test_fires if {
	rule.deny == {{"at": at, "key": `range between 2002 to 1998`, "message": `the first bound of "between 2002 to 1998" is above the second`}} with input as slips("range", `between 2002 to 1998`, ``)
}

test_silent_on_others if {
	count(rule.deny) == 0 with input as slips("weekday", "Monday", "Tuesday")
}

test_not_applicable if {
	not rule.applies with input as fixture.removed
}
