package modelgate.rules.governance.target_unknown_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.target_unknown as rule

asking(target) := fixture.edit({"/head/manifest/target": fixture.text("models/m/modelgate.yaml#/deploy/target", target), "/head/manifest/deploys": true})

test_fires_on_an_unknown_target if {
	rule.deny == {{
		"at": "models/m/modelgate.yaml#/deploy/target",
		"message": sprintf("unknown deployment target \"kserv\"; available targets: %s", [concat(", ", data.modelgate.targets.items)]),
	}} with input as asking("kserv")
}

test_fires_on_another_case_and_on_nothing if {
	count(rule.deny) == 1 with input as asking("KServe")
	count(rule.deny) == 1 with input as asking("")
}

test_silent_on_targets[target] if {
	some target in data.modelgate.targets.items
	rule.applies with input as asking(target)
	count(rule.deny) == 0 with input as asking(target)
}

test_not_applicable_without_target if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
