package modelgate.rules.card.withdrawal_unapproved_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.withdrawal_unapproved as rule

withdrawn(approvals) := fixture.edit({
	"/base/card/risk_class": {"at": "a#", "present": true, "value": "high"},
	"/head/card/risk_class": {"at": "models/m/README.md#/risk_class", "present": false, "value": ""},
	"/change/review": fixture.reviewed(approvals).change.review,
})

test_fires_without_an_approval if {
	rule.deny == {{
		"at": "models/m/README.md#/risk_class", "key": "risk class",
		"message": `the risk class "high" is withdrawn, without an approval of anyone with write permission who has no part in it for commit aaaaaaaaaaaa`,
	}} with input as withdrawn([])
	rule.applies with input as withdrawn([])
	some finding in rule.deny with input as withdrawn([fixture.approval("ann")])
	contains(finding.message, "ann opened the pull request")
}

test_silent_with_an_approval if {
	count(rule.deny) == 0 with input as withdrawn([fixture.approval("carol")])
}

test_not_applicable_without_a_pull_request if {
	not rule.applies with input as json.patch(withdrawn([]), [{"op": "replace", "path": "/change/review", "value": fixture.no_review}])
	not rule.applies with input as fixture.model
}
