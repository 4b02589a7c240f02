package modelgate.rules.card.link_text_contradicts_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.link_text_contradicts as rule

at := "models/m/README.md#/sections/text"

slips(kind, value, other) := fixture.edit({"/head/card/slips": [{"at": at, "kind": kind, "value": value, "other": other}]})

test_fires if {
	rule.deny == {{"at": at, "key": `link xlm-roberta-base`, "message": `the link "xlm-roberta-base" leads to "xlm-roberta-large"`}} with input as slips("link", `xlm-roberta-base`, `xlm-roberta-large`)
}

test_fires_on[message] if {
	some [kind, value, other, message] in [
		["acronym", `Proximal Policy Optimization`, `DPO`, `"Proximal Policy Optimization" is not what the acronym "DPO" behind it is short for`],
	]
	[f.message | some f in rule.deny] == [message] with input as slips(kind, value, other)
}

test_silent_on_others if {
	count(rule.deny) == 0 with input as slips("weekday", "Monday", "Tuesday")
}

test_not_applicable if {
	not rule.applies with input as fixture.removed
}
