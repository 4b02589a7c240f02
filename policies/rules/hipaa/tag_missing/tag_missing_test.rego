package modelgate.rules.hipaa.tag_missing_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.hipaa.tag_missing as rule

test_fires_on_what_is_missing if {
	rule.deny == {{
		"at": "datacards/contracts.yaml#/hipaa",
		"key": "hipaa.role hipaa.role",
		"message": `dataset "contracts": hipaa.role is wrong (45 CFR 160.103): state the role`,
	}} with input as fixture.under("hipaa", [fixture.control("hipaa", "45 CFR 160.103", "in_force", "missing")])
}

test_silent_on_other_problems_states_and_laws if {
	controls := [
		fixture.control("hipaa", "45 CFR 160.103", "in_force", "contradicted"),
		fixture.control("hipaa", "45 CFR 160.103", "upcoming", "missing"),
		fixture.control("hipaa", "45 CFR 160.103", "unconfirmed", "missing"),
		fixture.control("hipaa", "45 CFR 160.103", "ended", "missing"),
		fixture.control("gdpr", "GDPR Art. 6", "in_force", "missing"),
	]
	rule.applies with input as fixture.under("hipaa", controls)
	count(rule.deny) == 0 with input as fixture.under("hipaa", controls)
}

test_not_applicable_out_of_the_law if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.under("other", [])
	count(rule.deny) == 0 with input as fixture.removed
}
