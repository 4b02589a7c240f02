package modelgate.rules.gdpr.lineage_status_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.lineage_status as rule

messages(entry, child, parent) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.derived(entry, child, parent)
}

text(tag, value) := fixture.text(sprintf("datacards/contracts.yaml#/%s", [tag]), value)

health := {"special_categories": fixture.list("datacards/parent.yaml#/special_categories", ["health"])}

anonymised := object.union(fixture.status("anonymised"), {"anonymisation": object.union(fixture.data_card.anonymisation, {"technique": text("t", "aggregation"), "risk_assessment_ref": text("r", "anon:1")})})

test_fires_on_the_status if {
	messages({}, fixture.status("none"), {}) == {`dataset "contracts" is declared as "none", but it is made from "parent", which is pseudonymised`}
	count(messages({}, fixture.status("synthetic"), {})) == 1
	count(messages({}, fixture.status("anonymised"), {})) == 1
}

test_silent_where_the_status_has_evidence if {
	messages(fixture.ended("personal-data"), fixture.status("none"), {}) == set()
	messages({}, anonymised, {}) == set()
	messages({"relation": text("r", "synthesised-from")}, object.union(anonymised, fixture.status("synthetic")), {}) == set()
}

test_fires_on_what_is_dropped if {
	messages({}, {}, health) == {`dataset "contracts" does not declare the special category "health", but it is made from "parent", which does`}
	count(messages({}, {}, {"criminal_data": object.union(fixture.data_card.criminal_data, {"included": fixture.flag("c", true)})})) == 1
	count(messages({}, {}, {"children": object.union(fixture.data_card.children, {"included": fixture.text("c", "yes")})})) == 1
}

test_silent_where_it_is_kept_or_ended if {
	rule.applies with input as fixture.derived({}, health, health)
	messages({}, health, health) == set()
	messages(fixture.ended("special-categories"), {}, health) == set()
}

test_not_applicable_without_lineage if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.removed
}
