package modelgate.rules.gdpr.rights_undeclared_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.rights_undeclared as rule

messages(changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit_data(changes)
}

test_fires_once_for_all_missing_parts if {
	messages({"/rights/ref": fixture.no_text, "/rights/models": fixture.no_text}) == {`dataset "contracts": rights.models is missing, rights.ref is missing`}
	messages({"/rights/models": fixture.no_text}) == {`dataset "contracts": rights.models is missing`}
}

test_fires_on_models_that_nothing_reaches if {
	messages({"/rights/models/value": "not-needed"}) == {`dataset "contracts": a request of a data subject changes nothing in models ("not-needed"), but rights.reason is missing`}
	messages({"/rights/models/value": "not-needed", "/rights/reason": fixture.text("r", "The model is anonymous; assessment DPIA-7.")}) == set()
}

test_silent_when_planned if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_data_without_a_model_has_none_to_reach if {
	count(rule.deny) == 0 with input as json.patch(fixture.edit_data({"/rights/models": fixture.no_text}), [{"op": "replace", "path": "/head/present", "value": false}])
}

test_not_applicable_without_personal_data if {
	not rule.applies with input as fixture.unpersonal
	not rule.applies with input as fixture.removed
}
