package modelgate.rules.gdpr.legitimate_interest_assessment_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.legitimate_interest_assessment as rule

interests := {"/legal_basis": [fixture.basis("legitimate-interests", ["retention"])]}

assessed := object.union(interests, {
	"/legitimate_interest/interest": fixture.text("datacards/contracts.yaml#/legitimate_interest/interest", "Keeping customers."),
	"/legitimate_interest/assessment_ref": fixture.text("datacards/contracts.yaml#/legitimate_interest/assessment_ref", "lia:1"),
	"/legitimate_interest/objection_ref": fixture.text("datacards/contracts.yaml#/legitimate_interest/objection_ref", "https://example.com/object"),
})

test_fires_for_each_missing_part if {
	{f.key | some f in rule.deny} == {"interest", "assessment_ref", "objection_ref"} with input as fixture.edit_data(interests)
	some finding in rule.deny with input as fixture.edit_data(interests)
	finding.message == `dataset "contracts" is based on legitimate interests, but legitimate_interest.assessment_ref is missing`
}

test_silent_when_assessed if {
	rule.applies with input as fixture.edit_data(assessed)
	count(rule.deny) == 0 with input as fixture.edit_data(assessed)
}

test_not_applicable_to_other_bases if {
	not rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
	not rule.applies with input as fixture.removed
}
