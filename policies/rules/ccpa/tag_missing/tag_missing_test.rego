package modelgate.rules.ccpa.tag_missing_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.ccpa.tag_missing as rule

test_fires_on_what_is_missing if {
	rule.deny == {{
		"at": "datacards/contracts.yaml#/ccpa",
		"key": "ccpa.role ccpa.role",
		"message": `dataset "contracts": ccpa.role is wrong (Cal. Civ. Code 1798.140): state the role`,
	}} with input as fixture.under("ccpa", [fixture.control("ccpa", "Cal. Civ. Code 1798.140", "in_force", "missing")])
}

test_silent_on_other_problems_states_and_laws if {
	controls := [
		fixture.control("ccpa", "Cal. Civ. Code 1798.140", "in_force", "contradicted"),
		fixture.control("ccpa", "Cal. Civ. Code 1798.140", "upcoming", "missing"),
		fixture.control("ccpa", "Cal. Civ. Code 1798.140", "unconfirmed", "missing"),
		fixture.control("ccpa", "Cal. Civ. Code 1798.140", "ended", "missing"),
		fixture.control("gdpr", "GDPR Art. 6", "in_force", "missing"),
	]
	rule.applies with input as fixture.under("ccpa", controls)
	count(rule.deny) == 0 with input as fixture.under("ccpa", controls)
}

test_not_applicable_out_of_the_law if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.under("other", [])
	count(rule.deny) == 0 with input as fixture.removed
}
