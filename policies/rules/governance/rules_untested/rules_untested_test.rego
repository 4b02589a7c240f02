package modelgate.rules.governance.rules_untested_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.rules_untested as rule

edited(kind) := fixture.ruled([fixture.rule_edit(kind, "custom_governance/owner", "", "the rule fires in no test or case")])

test_fires_on_a_rule_without_tests if {
	rule.deny == {{
		"at": ".modelgate/thresholds.yaml#/thresholds/0",
		"key": "custom_governance/owner",
		"message": `rule "custom_governance/owner": the rule fires in no test or case`,
	}} with input as edited("rule_untested")
}

test_silent_on_other_edits if {
	rule.applies with input as edited("config_changed")
	count(rule.deny) == 0 with input as edited("config_changed")
}

test_not_applicable_without_edits if {
	not rule.applies with input as fixture.absent
}
