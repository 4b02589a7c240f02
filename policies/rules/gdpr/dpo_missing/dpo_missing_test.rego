package modelgate.rules.gdpr.dpo_missing_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.dpo_missing as rule

public := {"/controller/kind/value": "public-authority"}

test_fires_on_public_authorities if {
	{f.message | some f in rule.deny} == {`dataset "contracts": its controller is a public authority, but controller.dpo is missing`} with input as fixture.edit_data(public)
}

test_a_reason_does_not_help if {
	count(rule.deny) == 1 with input as fixture.edit_data(object.union(public, {"/controller/dpo_reason": fixture.text("r", "We are small.")}))
}

test_silent_with_an_officer if {
	rule.applies with input as fixture.edit_data(object.union(public, {"/controller/dpo": fixture.text("d", "dpo@example.org")}))
	count(rule.deny) == 0 with input as fixture.edit_data(object.union(public, {"/controller/dpo": fixture.text("d", "dpo@example.org")}))
}

test_not_applicable_to_companies_or_other_data if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.removed
	not rule.applies with input as json.patch(fixture.unpersonal, [{"op": "replace", "path": "/head/datasets/0/card/controller/kind/value", "value": "public-authority"}])
}
