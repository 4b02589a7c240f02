package modelgate.rules.pipl.tag_missing_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.pipl.tag_missing as rule

test_fires_on_what_is_missing if {
	rule.deny == {{
		"at": "datacards/contracts.yaml#/pipl",
		"key": "pipl.role pipl.role",
		"message": `dataset "contracts": pipl.role is wrong (PIPL Art. 13): state the role`,
	}} with input as fixture.under("pipl", [fixture.control("pipl", "PIPL Art. 13", "in_force", "missing")])
}

test_silent_on_other_problems_states_and_laws if {
	controls := [
		fixture.control("pipl", "PIPL Art. 13", "in_force", "contradicted"),
		fixture.control("pipl", "PIPL Art. 13", "upcoming", "missing"),
		fixture.control("pipl", "PIPL Art. 13", "unconfirmed", "missing"),
		fixture.control("pipl", "PIPL Art. 13", "ended", "missing"),
		fixture.control("gdpr", "GDPR Art. 6", "in_force", "missing"),
	]
	rule.applies with input as fixture.under("pipl", controls)
	count(rule.deny) == 0 with input as fixture.under("pipl", controls)
}

test_not_applicable_out_of_the_law if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.under("other", [])
	count(rule.deny) == 0 with input as fixture.removed
}
