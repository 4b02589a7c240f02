package modelgate.rules.gdpr.automated_decision_questioned_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.automated_decision_questioned as rule

loans := [object.union(fixture.purpose("retention"), {"text": fixture.text("t", "Scoring of loan applications.")})]

asked := {"/head/datasets/0/card/purposes": loans, "/head/card/automated_decision/level": fixture.lacks("models/m/README.md#/modelgate/automated_decision/level")}

test_fires_where_it_is_open if {
	{f.message | some f in rule.deny} == {`the card does not state whether a person decides, but the purpose "retention" of dataset "contracts" can decide about people`} with input as fixture.edit(asked)
	count(rule.deny) == 1 with input as fixture.edit(object.union(asked, {"/head/manifest/purposes": fixture.no_list}))
}

test_silent_where_it_is_said_or_another_purpose_is_served if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
	count(rule.deny) == 0 with input as fixture.edit({"/head/datasets/0/card/purposes": loans})
	count(rule.deny) == 0 with input as fixture.edit(object.union(asked, {"/head/manifest/purposes": fixture.list("p", ["other"])}))
}

test_fires_on_children if {
	{f.key | some f in rule.deny} == {"children"} with input as fixture.deciding(fixture.lawful, {"/children/included/value": "yes"})
}

test_fires_where_the_level_is_lowered if {
	{f.message | some f in rule.deny} == {`automated_decision.level was "solely-automated-significant" and is "none"`} with input as fixture.edit({"/base/card/automated_decision/level/value": "solely-automated-significant"})
}

test_not_applicable_without_people if {
	not rule.applies with input as fixture.unpersonal
	not rule.applies with input as fixture.removed
}
