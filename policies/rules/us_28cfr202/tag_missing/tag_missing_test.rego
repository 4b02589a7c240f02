package modelgate.rules.us_28cfr202.tag_missing_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.us_28cfr202.tag_missing as rule

test_fires_on_what_is_missing if {
	rule.deny == {{
		"at": "datacards/contracts.yaml#/us_28cfr202",
		"key": "us_28cfr202.role us_28cfr202.role",
		"message": `dataset "contracts": us_28cfr202.role is wrong (28 CFR 202.205): state the role`,
	}} with input as fixture.under("us_28cfr202", [fixture.control("us_28cfr202", "28 CFR 202.205", "in_force", "missing")])
}

test_silent_on_other_problems_states_and_laws if {
	controls := [
		fixture.control("us_28cfr202", "28 CFR 202.205", "in_force", "contradicted"),
		fixture.control("us_28cfr202", "28 CFR 202.205", "upcoming", "missing"),
		fixture.control("us_28cfr202", "28 CFR 202.205", "unconfirmed", "missing"),
		fixture.control("us_28cfr202", "28 CFR 202.205", "ended", "missing"),
		fixture.control("gdpr", "GDPR Art. 6", "in_force", "missing"),
	]
	rule.applies with input as fixture.under("us_28cfr202", controls)
	count(rule.deny) == 0 with input as fixture.under("us_28cfr202", controls)
}

test_not_applicable_out_of_the_law if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.under("other", [])
	count(rule.deny) == 0 with input as fixture.removed
}
