package modelgate.rules.card.business_undeclared_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.business_undeclared as rule

test_fires_on_what_is_not_named if {
	rule.deny == {{"at": "models/m/README.md#/business", "message": "the model card does not name the KPI, the cost budget"}} with input as fixture.edit({"/head/card/business/kpi": fixture.no_text, "/head/card/business/cost_budget": fixture.no_text})
}

test_silent_with_a_section if {
	count(rule.deny) == 0 with input as fixture.edit({"/head/card/business/kpi": fixture.no_text, "/head/card/sections": [fixture.section("kpi", "Success criteria", "filled")]})
}

test_silent_before_production if {
	count(rule.deny) == 0 with input as fixture.edit({"/head/card/business/kpi": fixture.no_text, "/stage": "draft"})
}

test_silent_when_all_is_named if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
