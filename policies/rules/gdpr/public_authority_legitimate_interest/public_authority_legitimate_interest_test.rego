package modelgate.rules.gdpr.public_authority_legitimate_interest_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.public_authority_legitimate_interest as rule

interests := {"/legal_basis": [fixture.basis("legitimate-interests", ["retention"])]}

authority := {"/controller/kind/value": "public-authority"}

test_fires_for_an_authority if {
	rule.deny == {{
		"at": "datacards/contracts.yaml#/legal_basis/0/basis",
		"key": "basis legitimate-interests for retention",
		"message": `dataset "contracts": controller "Example GmbH" is a public authority, but relies on legitimate interests`,
		"related": [{"at": "datacards/contracts.yaml#/controller/kind", "message": "the controller is a public authority"}],
	}} with input as fixture.edit_data(object.union(interests, authority))
}

test_silent_for_a_company if {
	rule.applies with input as fixture.edit_data(interests)
	count(rule.deny) == 0 with input as fixture.edit_data(interests)
}

test_not_applicable_to_other_bases if {
	not rule.applies with input as fixture.edit_data(authority)
	count(rule.deny) == 0 with input as fixture.edit_data(authority)
	not rule.applies with input as fixture.removed
}

unknown := {"/controller/kind": fixture.no_text}

test_absence_of_the_kind_does_not_help if {
	rule.deny == {{
		"at": fixture.no_text.at,
		"key": "kind",
		"message": `dataset "contracts" relies on legitimate interests, but controller.kind does not rule out a public authority`,
	}} with input as fixture.edit_data(object.union(interests, unknown))
	count(rule.deny) == 0 with input as fixture.edit_data(unknown)
}
