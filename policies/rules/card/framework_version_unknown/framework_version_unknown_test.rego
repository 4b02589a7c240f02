package modelgate.rules.card.framework_version_unknown_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.framework_version_unknown as rule

at := "models/m/README.md#/sections/text"

slips(kind, value, other) := fixture.edit({"/head/card/slips": [{"at": at, "kind": kind, "value": value, "other": other}]})

test_fires if {
	rule.deny == {{"at": at, "key": `framework transformers`, "message": `there is no version "14.17.0" of transformers`}} with input as slips("framework", `transformers`, `14.17.0`)
}

test_fires_on[message] if {
	some [kind, value, other, message] in [
		["framework", `pytorch`, `1.17.0`, `there is no version "1.17.0" of pytorch`],
	]
	[f.message | some f in rule.deny] == [message] with input as slips(kind, value, other)
}

test_silent_on_releases[value] if {
	some [name, value] in [
		[`transformers`, `4.17.0.dev0`],
		[`transformers`, `6.0.1`],
		[`pytorch`, `2.1.0+cu121`],
		[`jax`, `99.1`],
	]
	count(rule.deny) == 0 with input as slips("framework", name, value)
}

test_applies_to_known_versions if rule.applies with input as slips("framework", "transformers", "4.17.0")

test_silent_on_others if {
	count(rule.deny) == 0 with input as slips("weekday", "Monday", "Tuesday")
}

test_not_applicable if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
