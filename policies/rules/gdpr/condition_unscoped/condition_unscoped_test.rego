package modelgate.rules.gdpr.condition_unscoped_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.condition_unscoped as rule

messages(changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit_data(changes)
}

at(tag) := sprintf("datacards/contracts.yaml#/%s", [tag])

text(tag, value) := fixture.text(at(tag), value)

special(categories, name, covered) := {
	"/special_categories": fixture.list("s", categories),
	"/art9_conditions": [{"at": at("art9_conditions/0"), "condition": text("art9_conditions/0/condition", name), "categories": covered, "law_ref": fixture.no_text, "safeguards_ref": fixture.no_text}],
}

test_fires_without_categories if {
	messages(special(["health", "genetic"], "explicit-consent", fixture.no_list)) == {`dataset "contracts": condition "explicit-consent" does not list which of the 2 special categories it covers`}
}

test_fires_on_unlikely_pairs if {
	messages(special(["political-opinions"], "health-care", fixture.no_list)) == {`dataset "contracts": condition "health-care" rarely covers "political-opinions"`}
	count(messages(special(["health", "political-opinions"], "health-care", fixture.list("c", ["health", "political-opinions"])))) == 1
}

test_silent_where_all_is_clear if {
	rule.applies with input as fixture.edit_data(special(["health"], "health-care", fixture.no_list))
	messages(special(["health"], "health-care", fixture.no_list)) == set()
	messages(special(["health", "political-opinions"], "health-care", fixture.list("c", ["health"]))) == set()
}

test_not_applicable_without_special_categories if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.removed
}
