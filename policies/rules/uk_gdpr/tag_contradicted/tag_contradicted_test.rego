package modelgate.rules.uk_gdpr.tag_contradicted_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.uk_gdpr.tag_contradicted as rule

test_fires_on_what_is_contradicted if {
	rule.deny == {{
		"at": "datacards/contracts.yaml#/uk_gdpr",
		"key": "uk_gdpr.role uk_gdpr.role",
		"message": `dataset "contracts": uk_gdpr.role is wrong (UK GDPR Art. 6(1)): state the role`,
	}} with input as fixture.under("uk_gdpr", [fixture.control("uk_gdpr", "UK GDPR Art. 6(1)", "in_force", "contradicted")])
}

test_silent_on_other_problems_states_and_laws if {
	controls := [
		fixture.control("uk_gdpr", "UK GDPR Art. 6(1)", "in_force", "missing"),
		fixture.control("uk_gdpr", "UK GDPR Art. 6(1)", "upcoming", "contradicted"),
		fixture.control("uk_gdpr", "UK GDPR Art. 6(1)", "unconfirmed", "contradicted"),
		fixture.control("uk_gdpr", "UK GDPR Art. 6(1)", "ended", "contradicted"),
		fixture.control("gdpr", "GDPR Art. 6", "in_force", "contradicted"),
	]
	rule.applies with input as fixture.under("uk_gdpr", controls)
	count(rule.deny) == 0 with input as fixture.under("uk_gdpr", controls)
}

test_not_applicable_out_of_the_law if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.under("other", [])
	count(rule.deny) == 0 with input as fixture.removed
}
