package modelgate.rules.gdpr.transfer_derogation_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.transfer_derogation as rule

claims(changes, more) := fixture.edit_data(object.union({"/transfers": fixture.transfers("BR", "legal-claims", changes)}, more))

justified := {"safeguard_ref": fixture.text("datacards/contracts.yaml#/transfers/0/safeguard_ref", "legal:7")}

test_fires_without_justification if {
	{f.message | some f in rule.deny} == {`dataset "contracts": the transfer to "BR" under the derogation "legal-claims" has no justification`} with input as claims({}, {})
}

test_fires_on_large_scale if {
	{f.message | some f in rule.deny} == {`dataset "contracts" is processed on a large scale, but its transfer to "BR" relies on derogation "legal-claims"`} with input as claims(justified, {"/large_scale/value": true})
}

test_silent_when_justified if {
	rule.applies with input as claims(justified, {})
	count(rule.deny) == 0 with input as claims(justified, {})
}

test_not_applicable_to_other_mechanisms if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.removed
}

test_public_authorities_have_fewer_derogations if {
	count(rule.deny) == 1 with input as by_authority("explicit-consent")
	count(rule.deny) == 0 with input as by_authority("public-interest")
}

by_authority(mechanism) := fixture.edit_data({"/controller/kind/value": "public-authority", "/transfers": fixture.transfers("US", mechanism, {"safeguard_ref": fixture.text("s", "memo:1")})})

test_absence_of_the_kind_does_not_help if {
	{f.message | some f in rule.deny} == {`dataset "contracts": public authorities cannot use the derogation "explicit-consent", and controller.kind is missing`} with input as by_unknown("explicit-consent")
	count(rule.deny) == 0 with input as by_unknown("public-interest")
}

by_unknown(mechanism) := fixture.edit_data({"/controller/kind": fixture.no_text, "/transfers": fixture.transfers("US", mechanism, {"safeguard_ref": fixture.text("s", "memo:1")})})
