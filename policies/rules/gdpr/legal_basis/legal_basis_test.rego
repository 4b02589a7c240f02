package modelgate.rules.gdpr.legal_basis_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.legal_basis as rule

test_fires_on_an_uncovered_purpose if {
	rule.deny == {{"at": "datacards/contracts.yaml#/purposes/0", "key": "purpose retention", "message": `dataset "contracts": purpose "retention" has no legal basis`}} with input as fixture.edit_data({"/legal_basis": []})
}

test_fires_on_a_basis_that_is_none if {
	rule.deny == {{"at": "datacards/contracts.yaml#/purposes/0", "key": "purpose retention", "message": `dataset "contracts": purpose "retention" has no legal basis`}} with input as fixture.edit_data({"/legal_basis/0/basis/value": "curiosity"})
}

test_fires_on_a_purpose_without_id if {
	nameless := {"/purposes/0/id": fixture.no_text, "/legal_basis": [fixture.basis("contract", [""])]}
	{f.message | some f in rule.deny} == {`dataset "contracts": purpose "" has no legal basis`} with input as fixture.edit_data(nameless)
}

test_fires_on_the_one_purpose_that_is_not_covered if {
	two := {"/purposes": [fixture.purpose("retention"), fixture.purpose("billing")]}
	{f.message | some f in rule.deny} == {`dataset "contracts": purpose "billing" has no legal basis`} with input as fixture.edit_data(two)
}

test_fires_without_purposes if {
	rule.deny == {{"at": "datacards/contracts.yaml#", "key": "purposes", "message": `dataset "contracts" contains personal data, but states no purpose`}} with input as fixture.edit_data({"/purposes": [], "/legal_basis": []})
}

test_fires_on_a_basis_for_an_unknown_purpose if {
	rule.deny == {{
		"at": "datacards/contracts.yaml#/legal_basis/0/purposes/1",
		"key": "basis contract for resale",
		"message": `dataset "contracts": legal basis "contract" covers the purpose "resale", which the data card does not have`,
	}} with input as fixture.edit_data({"/legal_basis": [fixture.basis("contract", ["retention", "resale"])]})
}

test_silent_when_covered if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_personal_data if {
	not rule.applies with input as fixture.unpersonal
	not rule.applies with input as fixture.undescribed
	not rule.applies with input as fixture.removed
}
