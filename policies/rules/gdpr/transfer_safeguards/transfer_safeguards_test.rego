package modelgate.rules.gdpr.transfer_safeguards_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.transfer_safeguards as rule

under(mechanism, changes) := fixture.edit_data({"/transfers": fixture.transfers("US", mechanism, changes)})

safeguard := {"safeguard_ref": fixture.text("datacards/contracts.yaml#/transfers/0/safeguard_ref", "contracts:1")}

assessment := {"tia_ref": fixture.text("datacards/contracts.yaml#/transfers/0/tia_ref", "tia:1")}

messages(document) := {f.message | some f in found} if {
	found := rule.deny with input as document
}

test_fires_without_safeguard if {
	messages(under("scc-commission", assessment)) == {`dataset "contracts": the transfer to "US" under "scc-commission" needs safeguard_ref`}
}

test_fires_without_authorisation if {
	messages(under("ad-hoc-clauses", assessment)) == {`dataset "contracts": the transfer to "US" under "ad-hoc-clauses" needs safeguard_ref, the authorisation of the supervisory authority`}
}

test_fires_without_assessment if {
	messages(under("bcr", safeguard)) == {`dataset "contracts": the transfer to "US" under "bcr" needs tia_ref, the assessment of the third country's law`}
}

test_silent_with_both if {
	both := under("scc-commission", object.union(safeguard, assessment))
	rule.applies with input as both
	messages(both) == set()
}

test_not_applicable_to_other_mechanisms if {
	not rule.applies with input as under("adequacy", {})
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.removed
}

test_instruments_of_public_bodies if {
	complete := {"safeguard_ref": fixture.text("s", "memo:1"), "tia_ref": fixture.text("t", "tia:1")}
	count(rule.deny) == 1 with input as fixture.edit_data({"/transfers": fixture.transfers("US", "public-instrument", complete)})
	count(rule.deny) == 0 with input as fixture.edit_data({"/controller/kind/value": "public-authority", "/transfers": fixture.transfers("US", "public-instrument", complete)})
}

test_absence_of_the_kind_does_not_help if {
	complete := {"safeguard_ref": fixture.text("s", "memo:1"), "tia_ref": fixture.text("t", "tia:1")}
	{f.message | some f in rule.deny} == {`dataset "contracts": the mechanism "public-instrument" is for public bodies, but controller.kind is missing`} with input as fixture.edit_data({"/controller/kind": fixture.no_text, "/transfers": fixture.transfers("US", "public-instrument", complete)})
	count(rule.deny) == 0 with input as fixture.edit_data({"/controller/kind": fixture.no_text, "/transfers": fixture.transfers("US", "scc-commission", complete)})
}
