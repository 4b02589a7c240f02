package modelgate.rules.card.field_missing_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.field_missing as rule

test_fires_on_what_the_configuration_owes if {
	rule.deny == {{"at": "models/m/README.md#", "key": "field team", "message": `the model card does not state "team"`}} with input as fixture.owing([["review", "field", "team"]])
}

test_fires_on_a_key_without_value if {
	document := json.patch(fixture.owing([["review", "field", "team"]]), [{"op": "replace", "path": "/head/card/keys", "value": [fixture.key("team", true)]}])
	{f.at | some f in rule.deny} == {"models/m/README.md#/team"} with input as document
}

test_silent_when_it_is_stated if {
	count(rule.deny) == 0 with input as fixture.owing([["review", "field", "task"], ["draft", "field", "license"]])
}

test_silent_when_nothing_is_owed if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
