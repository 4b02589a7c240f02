package modelgate.rules.governance.rules_loosened_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.rules_loosened as rule

edited(kind, subject, before, after) := fixture.ruled([fixture.rule_edit(kind, subject, before, after)])

test_fires_on_a_lower_setting if {
	rule.deny == {{
		"at": ".modelgate/thresholds.yaml#/thresholds/0",
		"key": "setting_loosened stage",
		"message": `the rules are loosened: setting "stage" is changed from "production" to "draft"`,
	}} with input as edited("setting_loosened", "stage", "production", "draft")
}

test_fires_on_a_larger_baseline if {
	{f.message | some f in rule.deny} == {`the rules are loosened: the baseline of "models/a" is changed from "no findings" to "2 findings until 2026-12-31"`} with input as edited("baseline_loosened", "models/a", "no findings", "2 findings until 2026-12-31")
	count(rule.deny) == 0 with input as edited("baseline_tightened", "models/a", "2 findings until 2026-12-31", "no findings")
	count(rule.deny) == 0 with input as edited("baseline_changed", "all models", "", "")
}

test_fires_on_what_is_gone if {
	{f.message | some f in rule.deny} == {`the rules are loosened: rule "custom_a/b" is removed`} with input as edited("rule_removed", "custom_a/b", "A rule", "")
	{f.message | some f in rule.deny} == {`the rules are loosened: test "a.b_test.test_fires" is removed`} with input as edited("test_removed", "a.b_test.test_fires", "", "")
}

test_fires_on_a_table_that_permits_more if {
	{f.message | some f in rule.deny} == {`the rules are loosened: table "countries/eea" has new entries: "RU, CN"`} with input as edited("table_added", "countries/eea", "", "RU, CN")
	{f.message | some f in rule.deny} == {`the rules are loosened: table "artifacts/moving" no longer has the entries "main"`} with input as edited("table_removed", "artifacts/moving", "main", "")
}

test_fires_on_an_entry_that_comes_to_something_else if {
	count(rule.deny) == 1 with input as edited("table_changed", "countries/adequacy/US/until", "2026-12-31", "2036-12-31")
	count(rule.deny) == 1 with input as edited("table_removed", "licenses/items/agpl-3.0/flags", "copyleft", "")
	count(rule.deny) == 1 with input as edited("table_changed", "countries/eea", "[]", "{}")
}

test_fires_on_a_table_that_can_go_either_way[kind] if {
	some kind in ["table_added", "table_removed", "table_changed"]
	count(rule.deny) == 1 with input as edited(kind, "metrics/ranges/proportion/max", "1", "100")
	count(rule.deny) == 1 with input as edited(kind, "metrics/items", "a", "b")
}

test_silent_on_words_of_messages if {
	count(rule.deny) == 0 with input as edited("table_changed", "sections/titles/license", "License", "Terms")
}

test_fires_on_conditions_of_policies if {
	{f.message | some f in rule.deny} == {`the rules are loosened: policy "acme.x.deny" can let more pass: it is changed from "deny if a" to "deny if false"`} with input as edited("policy_loosened", "acme.x.deny", "deny if a", "deny if false")
}

test_fires_on_what_the_base_no_longer_says if {
	{f.message | some f in rule.deny} == {`the rules are loosened: config.yaml of the base has an error, so it can be compared only in part: "unknown key"`} with input as edited("unreadable", "config.yaml", "unknown key", "")
}

test_silent_where_it_is_not_known[kind] if {
	some kind in ["table_added", "table_removed", "table_changed", "setting_changed", "setting_tightened", "policy_changed"]
	rule.applies with input as edited(kind, "families/allowed", "a", "b")
	count(rule.deny) == 0 with input as edited(kind, "families/allowed", "a", "b")
}

test_fires_on_a_table_of_ones_own_that_is_declared if {
	count(rule.deny) == 1 with input as edited("table_added", "families/allowed", "", "meta-llama/") with data.modelgate.effects.own_permits as ["families/allowed"]
}

test_silent_when_tightened if {
	count(rule.deny) == 0 with input as edited("table_removed", "countries/eea", "RU", "")
	count(rule.deny) == 0 with input as edited("table_added", "artifacts/moving", "", "main")
}

test_not_applicable_without_edits if {
	not rule.applies with input as fixture.absent
}
