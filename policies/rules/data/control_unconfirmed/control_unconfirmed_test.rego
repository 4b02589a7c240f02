package modelgate.rules.data.control_unconfirmed_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.control_unconfirmed as rule

messages(changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.under("eu_ai_act", [object.union(fixture.control("eu_ai_act", "AI Act Art. 4", "unconfirmed", "missing"), changes)])
}

test_fires_on_what_is_not_confirmed if {
	messages({}) == {`dataset "contracts": eu_ai_act.role is wrong (AI Act Art. 4): state the role (not confirmed)`}
}

test_silent_on_what_is if {
	rule.applies with input as fixture.under("eu_ai_act", [])
	messages({"state": "in_force"}) == set()
	messages({"state": "upcoming"}) == set()
}

test_not_applicable_without_a_law if {
	not rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.removed
}
