package modelgate.rules.governance.rules_repaired_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.rules_repaired as rule

repairing(change) := json.patch(change, [{"op": "replace", "path": "/change/unusable", "value": `unknown key "stagee"`}])

test_fires_on_a_repair if {
	rule.deny == {{
		"at": ".modelgate/config.yaml#",
		"key": "repair",
		"message": `this change repairs the rules of the base, which cannot be used: unknown key "stagee"`,
	}} with input as repairing(fixture.reviewed([]))
	rule.applies with input as repairing(fixture.reviewed([]))
}

test_says_that_no_approval_was_asked_for if {
	{f.message | some f in rule.deny} == {`this change repairs the rules of the base, which cannot be used, and there is no pull request whose approvals could be read: unknown key "stagee"`} with input as repairing(fixture.absent)
}

test_not_applicable_where_the_rules_can_be_used if {
	not rule.applies with input as fixture.absent
	count(rule.deny) == 0 with input as fixture.absent
}
