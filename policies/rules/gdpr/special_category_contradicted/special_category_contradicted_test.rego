package modelgate.rules.gdpr.special_category_contradicted_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.special_category_contradicted as rule

messages(changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit_data(changes)
}

at(tag) := sprintf("datacards/contracts.yaml#/%s", [tag])

text(tag, value) := fixture.text(at(tag), value)

field(category) := {"/fields": [object.union(fixture.field("f", true), {"category": text("fields/0/category", category)})]}

test_fires_on_fields_and_categories if {
	messages(field("health")) == {`dataset "contracts": special_categories has no "health", but field "f" is "health"`}
	messages({"/personal_data/categories": fixture.list(at("c"), ["income", "Diagnoses"])}) == {`dataset "contracts": special_categories has no "health", but personal_data.categories is "Diagnoses"`}
	count(messages(object.union(field("political-opinions"), {"/special_categories": fixture.list(at("s"), ["health"])}))) == 1
}

test_fires_on_conditions_without_a_category if {
	messages({"/art9_conditions": [fixture.condition("explicit-consent")]}) == {`dataset "contracts": special_categories is empty, but art9_conditions has "explicit-consent"`}
	of := object.union(fixture.condition("explicit-consent"), {"categories": fixture.list(at("k"), ["health"])})
	messages({"/art9_conditions": [of]}) == {`dataset "contracts": special_categories has no "health", but a category of art9_conditions is "health"`}
	messages({"/art9_conditions": [of], "/special_categories": fixture.list(at("s"), ["health"])}) == set()
	messages({"/art9_conditions": [fixture.condition("explicit-consent")], "/special_categories": fixture.lacks_list(at("s"))}) == set() # gdpr/special_categories_undeclared
}

test_silent_where_declared if {
	messages(object.union(field("health"), {"/special_categories": fixture.list(at("s"), ["health"])})) == set()
	messages(field("health insurance number")) == set()
}

test_applies_to_good_data if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_personal_data if {
	not rule.applies with input as fixture.unpersonal
	not rule.applies with input as fixture.removed
}
