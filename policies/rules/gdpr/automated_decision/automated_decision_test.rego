package modelgate.rules.gdpr.automated_decision_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.automated_decision as rule

found(changes, values) := {f.message | some f in denied} if {
	denied := rule.deny with input as fixture.deciding(changes, values)
}

condition(name) := {
	"/special_categories": fixture.list("s", ["health"]),
	"/art9_conditions": [{"at": "c", "condition": fixture.text("c", name), "categories": fixture.no_list, "law_ref": fixture.no_text, "safeguards_ref": fixture.no_text}],
}

test_fires_on_each_part if {
	found({}, {}) == {
		"the model makes automated decisions about people, but its card names no ground of Art. 22(2)",
		"the model makes automated decisions about people, but automated_decision.safeguards_ref is missing",
		"the model makes automated decisions about people, but automated_decision.logic_ref is missing",
	}
	count(found(object.union(fixture.lawful, {"ground": fixture.text("g", "law")}), {})) == 1
	count(found(object.union(fixture.lawful, {"ground": fixture.text("g", "custom")}), {})) == 1
}

test_fires_on_special_categories if {
	found(fixture.lawful, condition("research-archive-statistics")) == {`dataset "contracts": a model decides by itself on special categories, which the condition "research-archive-statistics" does not allow`}
	found(fixture.lawful, condition("explicit-consent")) == set()
}

test_silent_where_all_is_declared if {
	rule.applies with input as fixture.deciding(fixture.lawful, {})
	found(fixture.lawful, {}) == set()
}

test_not_applicable_where_a_person_decides if {
	not rule.applies with input as fixture.edit({"/head/card/automated_decision/level/value": "decision-support"})
	not rule.applies with input as fixture.deciding({}, {"/personal_data/status/value": "none", "/data_subject_regions": fixture.no_list})
	not rule.applies with input as fixture.removed
}
