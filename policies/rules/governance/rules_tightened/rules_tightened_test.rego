package modelgate.rules.governance.rules_tightened_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.rules_tightened as rule

edited(kind, before, after) := fixture.ruled([fixture.rule_edit(kind, "accuracy", before, after)])

messages(kind, before, after) := {f.message | some f in found} if {
	found := rule.deny with input as edited(kind, before, after)
}

test_fires_on_each_kind if {
	messages("threshold_tightened", "min 0.80", "min 0.85") == {`threshold "accuracy" is tightened from "min 0.80" to "min 0.85"`}
	messages("threshold_added", "", "min 0.80") == {`threshold "accuracy" is added: "min 0.80"`}
	messages("waiver_removed", "card/missing of m until 2026-12-01", "") == {`waiver "accuracy" is removed: "card/missing of m until 2026-12-01"`}
}

test_silent_on_other_kinds if {
	rule.applies with input as edited("threshold_loosened", "", "")
	messages("threshold_loosened", "", "") == set()
}

test_not_applicable_without_edits if {
	not rule.applies with input as fixture.absent
}

test_fires_on_a_stricter_setting if {
	{f.message | some f in rule.deny} == {`the rules are tightened: setting "stage" is changed from "draft" to "production"`} with input as fixture.ruled([fixture.rule_edit("setting_tightened", "stage", "draft", "production")])
	{f.message | some f in rule.deny} == {`the rules are tightened: table "countries/eea" no longer has the entries "XX"`} with input as fixture.ruled([fixture.rule_edit("table_removed", "countries/eea", "XX", "")])
}
