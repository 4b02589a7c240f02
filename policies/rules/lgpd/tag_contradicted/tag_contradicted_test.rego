package modelgate.rules.lgpd.tag_contradicted_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.lgpd.tag_contradicted as rule

test_fires_on_what_is_contradicted if {
	rule.deny == {{
		"at": "datacards/contracts.yaml#/lgpd",
		"key": "lgpd.role lgpd.role",
		"message": `dataset "contracts": lgpd.role is wrong (LGPD Art. 7): state the role`,
	}} with input as fixture.under("lgpd", [fixture.control("lgpd", "LGPD Art. 7", "in_force", "contradicted")])
}

test_silent_on_other_problems_states_and_laws if {
	controls := [
		fixture.control("lgpd", "LGPD Art. 7", "in_force", "missing"),
		fixture.control("lgpd", "LGPD Art. 7", "upcoming", "contradicted"),
		fixture.control("lgpd", "LGPD Art. 7", "unconfirmed", "contradicted"),
		fixture.control("lgpd", "LGPD Art. 7", "ended", "contradicted"),
		fixture.control("gdpr", "GDPR Art. 6", "in_force", "contradicted"),
	]
	rule.applies with input as fixture.under("lgpd", controls)
	count(rule.deny) == 0 with input as fixture.under("lgpd", controls)
}

test_not_applicable_out_of_the_law if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.under("other", [])
	count(rule.deny) == 0 with input as fixture.removed
}
