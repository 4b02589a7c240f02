package modelgate.rules.gdpr.dpia_missing_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.dpia_missing as rule

health := {
	"/large_scale/value": true,
	"/special_categories": fixture.list("datacards/contracts.yaml#/special_categories", ["health"]),
}

criminal := {"/large_scale/value": true, "/criminal_data/included/value": true}

done := {"/dpia/status/value": "done", "/dpia/ref": fixture.text("datacards/contracts.yaml#/dpia/ref", "dpia:1")}

messages(changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit_data(changes)
}

test_fires_when_not_done if {
	messages(health) == {`dataset "contracts" holds special categories or criminal data on a large scale, but its impact assessment is not done`}
	count(messages(criminal)) == 1
	count(messages(object.union(health, {"/dpia/status": fixture.no_text}))) == 1
}

test_fires_when_done_without_reference if {
	messages(object.union(health, {"/dpia/status/value": "done"})) == {`dataset "contracts": its impact assessment is marked as done, but dpia.ref is missing`}
}

test_silent_when_done if {
	rule.applies with input as fixture.edit_data(object.union(health, done))
	messages(object.union(health, done)) == set()
}

test_not_applicable_to_small_scale_or_other_data if {
	not rule.applies with input as fixture.edit_data(object.union(health, {"/large_scale/value": false}))
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.removed
}

test_fires_on_public_places if {
	public := {"/large_scale/value": true, "/source/origin/value": "observed", "/data_subjects": fixture.list("d", ["Passengers"])}
	messages(public) == {`dataset "contracts" observes a public place on a large scale, but its impact assessment is not done`}
	messages(object.union(public, {"/source/origin/value": "data-subject"})) == set()
}

test_fires_on_automated_decisions if {
	{f.message | some f in rule.deny} == {`dataset "contracts" feeds a model that makes automated decisions about people, but its impact assessment is not done`} with input as fixture.deciding(fixture.lawful, {})
	count(rule.deny) == 0 with input as fixture.deciding(fixture.lawful, {"/dpia/status/value": "done", "/dpia/ref": fixture.text("r", "dpia:1")})
	not rule.applies with input as fixture.edit({"/head/card/automated_decision/level/value": "decision-support"})
}
