package modelgate.rules.gdpr.consent_records_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.consent_records as rule

consent := {"/legal_basis": [fixture.basis("consent", ["retention"])]}

recorded := object.union(consent, {
	"/consent/record_ref": fixture.text("datacards/contracts.yaml#/consent/record_ref", "consent:1"),
	"/consent/withdrawal_ref": fixture.text("datacards/contracts.yaml#/consent/withdrawal_ref", "https://example.com/withdraw"),
})

test_fires_for_each_missing_reference if {
	{[f.key, f.message] | some f in rule.deny} == {
		["record_ref", `dataset "contracts" is based on consent, but consent.record_ref is missing`],
		["withdrawal_ref", `dataset "contracts" is based on consent, but consent.withdrawal_ref is missing`],
	} with input as fixture.edit_data(consent)
}

test_silent_with_records if {
	rule.applies with input as fixture.edit_data(recorded)
	count(rule.deny) == 0 with input as fixture.edit_data(recorded)
}

test_not_applicable_to_other_bases if {
	not rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
	not rule.applies with input as fixture.removed
}
