package modelgate.rules.gdpr.condition_law_reference_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.condition_law_reference as rule

under(condition, changes) := fixture.edit_data({"/art9_conditions": [object.union(fixture.condition(condition), changes)]})

law := {"law_ref": fixture.text("datacards/contracts.yaml#/art9_conditions/0/law_ref", "IfSG § 14")}

messages(condition, changes) := {f.message | some f in found} if {
	found := rule.deny with input as under(condition, changes)
}

test_fires_without_law[condition] if {
	some condition in ["employment-social-security", "substantial-public-interest", "public-health"]
	messages(condition, {}) == {sprintf(`dataset "contracts": condition %q needs law_ref`, [condition])}
}

test_fires_on_health_care_without_safeguards if {
	messages("research-archive-statistics", law) == {`dataset "contracts": condition "research-archive-statistics" needs safeguards_ref`}
	messages("nonprofit-members", {}) == {`dataset "contracts": condition "nonprofit-members" needs safeguards_ref`}
	messages("health-care", law) == {`dataset "contracts": condition "health-care" needs safeguards_ref`}
	count(messages("health-care", {})) == 2
}

test_silent_with_law if {
	rule.applies with input as under("public-health", law)
	messages("public-health", law) == set()
}

test_not_applicable_to_other_conditions if {
	not rule.applies with input as under("explicit-consent", {})
	messages("explicit-consent", {}) == set()
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.removed
}
