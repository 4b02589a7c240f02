package modelgate.rules.data.control_upcoming_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.control_upcoming as rule

messages(changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.under("eu_ai_act", [object.union(fixture.control("eu_ai_act", "AI Act Art. 9", "upcoming", "missing"), changes)])
}

test_fires_with_the_first_day if {
	messages({"from": "2027-12-02"}) == {`dataset "contracts": eu_ai_act.role is wrong (AI Act Art. 9): state the role (from 2027-12-02)`}
	messages({"from": "2027-12-02", "confirmed": false}) == {`dataset "contracts": eu_ai_act.role is wrong (AI Act Art. 9): state the role (from 2027-12-02, not confirmed)`}
}

test_silent_on_what_is_in_force if {
	rule.applies with input as fixture.under("eu_ai_act", [])
	messages({"state": "in_force"}) == set()
	messages({"state": "unconfirmed"}) == set()
	messages({"state": "ended"}) == set()
}

test_not_applicable_without_a_law if {
	not rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.removed
}
