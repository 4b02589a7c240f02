package modelgate.rules.us_28cfr202.tag_contradicted_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.us_28cfr202.tag_contradicted as rule

test_fires_on_what_is_contradicted if {
	rule.deny == {{
		"at": "datacards/contracts.yaml#/us_28cfr202",
		"key": "us_28cfr202.role us_28cfr202.role",
		"message": `dataset "contracts": us_28cfr202.role is wrong (28 CFR 202.205): state the role`,
	}} with input as fixture.under("us_28cfr202", [fixture.control("us_28cfr202", "28 CFR 202.205", "in_force", "contradicted")])
}

test_silent_on_other_problems_states_and_laws if {
	controls := [
		fixture.control("us_28cfr202", "28 CFR 202.205", "in_force", "missing"),
		fixture.control("us_28cfr202", "28 CFR 202.205", "upcoming", "contradicted"),
		fixture.control("us_28cfr202", "28 CFR 202.205", "unconfirmed", "contradicted"),
		fixture.control("us_28cfr202", "28 CFR 202.205", "ended", "contradicted"),
		fixture.control("gdpr", "GDPR Art. 6", "in_force", "contradicted"),
	]
	rule.applies with input as fixture.under("us_28cfr202", controls)
	count(rule.deny) == 0 with input as fixture.under("us_28cfr202", controls)
}

test_not_applicable_out_of_the_law if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.under("other", [])
	count(rule.deny) == 0 with input as fixture.removed
}
