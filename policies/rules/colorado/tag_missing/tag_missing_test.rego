package modelgate.rules.colorado.tag_missing_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.colorado.tag_missing as rule

test_fires_on_what_is_missing if {
	rule.deny == {{
		"at": "datacards/contracts.yaml#/colorado",
		"key": "colorado.role colorado.role",
		"message": `dataset "contracts": colorado.role is wrong (C.R.S. 6-1-1701): state the role`,
	}} with input as fixture.under("colorado", [fixture.control("colorado", "C.R.S. 6-1-1701", "in_force", "missing")])
}

test_silent_on_other_problems_states_and_laws if {
	controls := [
		fixture.control("colorado", "C.R.S. 6-1-1701", "in_force", "contradicted"),
		fixture.control("colorado", "C.R.S. 6-1-1701", "upcoming", "missing"),
		fixture.control("colorado", "C.R.S. 6-1-1701", "unconfirmed", "missing"),
		fixture.control("colorado", "C.R.S. 6-1-1701", "ended", "missing"),
		fixture.control("gdpr", "GDPR Art. 6", "in_force", "missing"),
	]
	rule.applies with input as fixture.under("colorado", controls)
	count(rule.deny) == 0 with input as fixture.under("colorado", controls)
}

test_not_applicable_out_of_the_law if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.under("other", [])
	count(rule.deny) == 0 with input as fixture.removed
}
