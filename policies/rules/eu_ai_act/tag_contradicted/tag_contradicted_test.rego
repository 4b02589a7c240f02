package modelgate.rules.eu_ai_act.tag_contradicted_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.eu_ai_act.tag_contradicted as rule

test_fires_on_what_is_contradicted if {
	rule.deny == {{
		"at": "datacards/contracts.yaml#/eu_ai_act",
		"key": "eu_ai_act.role eu_ai_act.role",
		"message": `dataset "contracts": eu_ai_act.role is wrong (AI Act Art. 6): state the role`,
	}} with input as fixture.under("eu_ai_act", [fixture.control("eu_ai_act", "AI Act Art. 6", "in_force", "contradicted")])
}

test_silent_on_other_problems_states_and_laws if {
	controls := [
		fixture.control("eu_ai_act", "AI Act Art. 6", "in_force", "missing"),
		fixture.control("eu_ai_act", "AI Act Art. 6", "upcoming", "contradicted"),
		fixture.control("eu_ai_act", "AI Act Art. 6", "unconfirmed", "contradicted"),
		fixture.control("eu_ai_act", "AI Act Art. 6", "ended", "contradicted"),
		fixture.control("gdpr", "GDPR Art. 6", "in_force", "contradicted"),
	]
	rule.applies with input as fixture.under("eu_ai_act", controls)
	count(rule.deny) == 0 with input as fixture.under("eu_ai_act", controls)
}

test_not_applicable_out_of_the_law if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.under("other", [])
	count(rule.deny) == 0 with input as fixture.removed
}
