package modelgate.rules.data.control_unmet_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.control_unmet as rule

messages(regime, changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.under(regime, [object.union(fixture.control(regime, "House 4.1", "in_force", "missing"), changes)])
}

test_fires_on_a_law_of_the_organization if {
	count(messages("house", {})) == 1
}

test_silent_on_laws_with_rules_and_other_states if {
	rule.applies with input as fixture.under("house", [])
	messages("hipaa", {}) == set()
	messages("house", {"state": "upcoming"}) == set()
	messages("house", {"state": "unconfirmed"}) == set()
	messages("house", {"state": "ended"}) == set()
}

test_not_applicable_without_a_law if {
	not rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.removed
}
