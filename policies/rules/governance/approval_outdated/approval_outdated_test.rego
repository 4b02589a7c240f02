package modelgate.rules.governance.approval_outdated_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.approval_outdated as rule

old := object.union(fixture.approval("bob"), {"commit": "bbbbbbbbbbbbbbbb", "current": false})

test_fires_on_an_older_commit if {
	rule.deny == {{
		"at": ".modelgate/config.yaml#",
		"key": "bob",
		"message": "the approval by bob is for commit bbbbbbbbbbbb, but the head is now aaaaaaaaaaaa",
	}} with input as fixture.reviewed([old, fixture.approval("carol")])
}

test_silent_on_the_commit_that_is_proposed if {
	rule.applies with input as fixture.reviewed([fixture.approval("bob")])
	count(rule.deny) == 0 with input as fixture.reviewed([fixture.approval("bob")])
}

test_not_applicable_without_approvals if {
	not rule.applies with input as fixture.reviewed([])
	not rule.applies with input as fixture.absent
}
