package modelgate.rules.gdpr.special_category_condition_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.special_category_condition as rule

health := {"/special_categories": fixture.list("datacards/contracts.yaml#/special_categories", ["health"])}

under(condition) := object.union(health, {"/art9_conditions": [fixture.condition(condition)]})

test_fires_without_condition if {
	rule.deny == {{
		"at": "datacards/contracts.yaml#/special_categories/0",
		"key": "category health",
		"message": `dataset "contracts" contains special category "health", but no Art. 9(2) condition is declared`,
	}} with input as fixture.edit_data(health)
}

test_fires_on_a_condition_that_is_none if {
	count(rule.deny) == 1 with input as fixture.edit_data(under("curiosity"))
}

test_silent_with_condition if {
	rule.applies with input as fixture.edit_data(under("explicit-consent"))
	count(rule.deny) == 0 with input as fixture.edit_data(under("explicit-consent"))
}

test_not_applicable_without_special_categories if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.unpersonal
	not rule.applies with input as fixture.removed
}

covering(categories) := object.union(fixture.condition("explicit-consent"), {"categories": fixture.list("c", categories)})

test_each_category_has_a_condition if {
	two := {"/special_categories": fixture.list("datacards/contracts.yaml#/special_categories", ["health", "genetic"])}
	{finding.key | some finding in rule.deny} == {"category genetic"} with input as fixture.edit_data(object.union(two, {"/art9_conditions": [covering(["health"])]}))
	count(rule.deny) == 0 with input as fixture.edit_data(object.union(two, {"/art9_conditions": [covering(["health", "genetic"])]}))
}

test_a_company_has_no_members if {
	count(rule.deny) == 1 with input as fixture.edit_data(under("nonprofit-members"))
	count(rule.deny) == 0 with input as fixture.edit_data(object.union(under("nonprofit-members"), {"/controller/kind/value": "nonprofit"}))
}

test_absence_of_the_kind_does_not_help if {
	count(rule.deny) == 1 with input as fixture.edit_data(object.union(under("nonprofit-members"), {"/controller/kind": fixture.no_text}))
}
