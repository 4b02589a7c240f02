package modelgate.rules.governance.rules_invalid_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.rules_invalid as rule

edited(kind) := fixture.ruled([fixture.rule_edit(kind, "schema/unknown_key", "", `unknown key "stagee"`)])

test_fires_on_invalid_rules if {
	rule.deny == {{
		"at": ".modelgate/thresholds.yaml#/thresholds/0",
		"key": `unknown key "stagee"`,
		"message": `the edited rules cannot be used: unknown key "stagee"`,
	}} with input as edited("invalid")
}

test_silent_on_other_edits if {
	rule.applies with input as edited("config_changed")
	count(rule.deny) == 0 with input as edited("config_changed")
}

test_not_applicable_without_edits if {
	not rule.applies with input as fixture.absent
}
