package modelgate.rules.gdpr.anonymisation_unproven_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.anonymisation_unproven as rule

anonymised := {"/personal_data/status/value": "anonymised"}

proven := object.union(anonymised, {
	"/anonymisation/technique": fixture.text("datacards/contracts.yaml#/anonymisation/technique", "k-anonymity"),
	"/anonymisation/risk_assessment_ref": fixture.text("datacards/contracts.yaml#/anonymisation/risk_assessment_ref", "anon:1"),
})

test_fires_without_technique_and_assessment if {
	{[f.key, f.message] | some f in rule.deny} == {
		["risk_assessment_ref", `dataset "contracts" is declared as "anonymised", but anonymisation.risk_assessment_ref is missing`],
		["technique", `dataset "contracts" is declared as "anonymised", but anonymisation.technique is missing`],
	} with input as fixture.edit_data(anonymised)
}

test_fires_for_contextual_anonymity if {
	count(rule.deny) == 2 with input as fixture.edit_data({"/personal_data/status/value": "contextually-anonymised"})
}

test_silent_when_proven if {
	rule.applies with input as fixture.edit_data(proven)
	count(rule.deny) == 0 with input as fixture.edit_data(proven)
}

test_not_applicable_to_other_data if {
	not rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
	not rule.applies with input as fixture.removed
}
