package modelgate.rules.governance.rules_changed_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.rules_changed as rule

edited(kind) := fixture.ruled([fixture.rule_edit(kind, "config.yaml", "", "changed")])

test_fires_on_a_change_of_the_configuration if {
	rule.deny == {{
		"at": ".modelgate/thresholds.yaml#/thresholds/0",
		"key": "config_changed config.yaml",
		"message": `this change edits the rules: config changed of "config.yaml"`,
	}} with input as edited("config_changed")
}

test_tells_a_file_that_no_rule_is_made_of if {
	{f.message | some f in rule.deny} == {`this change edits the rules: file "policies/README.md" is added; no rule is made of it`} with input as fixture.ruled([fixture.rule_edit("aside_file_added", "policies/README.md", "", "added")])
}

test_fires_on_policies_and_on_unknown_kinds[kind] if {
	some kind in ["policy_added", "policy_changed", "policy_removed", "something_new"]
	rule.applies with input as edited(kind)
	count(rule.deny) == 1 with input as edited(kind)
}

test_says_what_becomes_of_a_table_that_nothing_is_known_of if {
	{f.message | some f in rule.deny} == {`this change edits the rules: table "families/allowed" has new entries: "meta-llama/"`} with input as fixture.ruled([fixture.rule_edit("table_added", "families/allowed", "", "meta-llama/")])
}

test_silent_on_what_is_loosened_or_tightened[kind] if {
	some kind in ["setting_loosened", "setting_tightened", "rule_removed", "test_removed"]
	count(rule.deny) == 0 with input as edited(kind)
}

test_says_what_cannot_be_told if {
	{f.message | some f in rule.deny} == {`this change edits the rules: policy "acme.x.deny" is changed from "deny if a" to "deny if b"; whether more can pass is unknown`} with input as fixture.ruled([{"at": ".modelgate/policies/a.rego#0", "path": ".modelgate/policies/a.rego", "kind": "policy_conditions_changed", "subject": "acme.x.deny", "before": "deny if a", "after": "deny if b"}])
}

test_silent_on_what_other_rules_report[kind] if {
	some kind in ["threshold_loosened", "threshold_removed", "threshold_tightened", "threshold_added", "waiver_added", "waiver_changed", "waiver_removed", "invalid"]
	rule.applies with input as edited(kind)
	count(rule.deny) == 0 with input as edited(kind)
}

test_not_applicable_without_edits if {
	not rule.applies with input as fixture.absent
}
