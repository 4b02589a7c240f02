package modelgate.rules.gdpr.dpia_criteria_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.dpia_criteria as rule

messages(changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit_data(changes)
}

at(tag) := sprintf("datacards/contracts.yaml#/%s", [tag])

text(tag, value) := fixture.text(at(tag), value)

risky := {"/large_scale/value": true, "/children/included/value": "yes"}

test_fires_on_two_criteria if {
	messages(risky) == {`dataset "contracts" meets 2 criteria of WP248 (large scale, vulnerable people), but its impact assessment is not done, and dpia.reason does not refer to them`}
	count(messages(object.union(risky, {"/dpia/status": fixture.lacks(at("dpia/status"))}))) == 1
}

test_silent_where_assessed if {
	rule.applies with input as fixture.edit_data(risky)
	messages(object.union(risky, {"/dpia/status/value": "done"})) == set()
	messages(object.union(risky, {"/dpia/reason/value": "No WP248 criterion leads to a high risk."})) == set()
}

test_not_applicable_to_one_criterion if {
	not rule.applies with input as fixture.edit_data({"/large_scale/value": true})
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.removed
}

test_the_model_adds_its_own if {
	rule.applies with input as fixture.deciding(fixture.lawful, {})
	count(rule.deny) == 1 with input as fixture.deciding(fixture.lawful, {})
	not rule.applies with input as fixture.edit({"/head/card/automated_decision/level/value": "decision-support"})
	count(rule.deny) == 1 with input as fixture.edit({"/head/card/automated_decision/level/value": "decision-support", "/head/datasets/0/card/large_scale/value": true})
}
