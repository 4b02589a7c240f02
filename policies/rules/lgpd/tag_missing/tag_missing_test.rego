package modelgate.rules.lgpd.tag_missing_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.lgpd.tag_missing as rule

test_fires_on_what_is_missing if {
	rule.deny == {{
		"at": "datacards/contracts.yaml#/lgpd",
		"key": "lgpd.role lgpd.role",
		"message": `dataset "contracts": lgpd.role is wrong (LGPD Art. 7): state the role`,
	}} with input as fixture.under("lgpd", [fixture.control("lgpd", "LGPD Art. 7", "in_force", "missing")])
}

test_silent_on_other_problems_states_and_laws if {
	controls := [
		fixture.control("lgpd", "LGPD Art. 7", "in_force", "contradicted"),
		fixture.control("lgpd", "LGPD Art. 7", "upcoming", "missing"),
		fixture.control("lgpd", "LGPD Art. 7", "unconfirmed", "missing"),
		fixture.control("lgpd", "LGPD Art. 7", "ended", "missing"),
		fixture.control("gdpr", "GDPR Art. 6", "in_force", "missing"),
	]
	rule.applies with input as fixture.under("lgpd", controls)
	count(rule.deny) == 0 with input as fixture.under("lgpd", controls)
}

test_not_applicable_out_of_the_law if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.under("other", [])
	count(rule.deny) == 0 with input as fixture.removed
}
