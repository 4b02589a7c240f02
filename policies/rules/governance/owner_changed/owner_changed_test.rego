package modelgate.rules.governance.owner_changed_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.owner_changed as rule

owned(name) := fixture.edit({"/head/manifest/owner/value": name})

test_fires_for_another_owner if {
	rule.deny == {{"at": "models/m/modelgate.yaml#/owner", "key": "team-n", "message": `the owner is changed from "team-m" to "team-n"`}} with input as owned("team-n")
}

test_silent_for_the_same if {
	rule.applies with input as owned("Team-M")
	count(rule.deny) == 0 with input as owned("Team-M")
	count(rule.deny) == 0 with input as owned("@team-m")
}

test_not_applicable_to_a_new_model if not rule.applies with input as fixture.bare
