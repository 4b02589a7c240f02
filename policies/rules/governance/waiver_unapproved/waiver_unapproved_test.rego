package modelgate.rules.governance.waiver_unapproved_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.waiver_unapproved as rule

waived(login, approvals) := json.patch(fixture.reviewed(approvals), [{"op": "replace", "path": "/change/waivers", "value": [{
	"at": ".modelgate/waivers.yaml#/waivers/0", "id": "W-1", "rule": "card/section_missing", "model": "models/m",
	"author": "@ann", "approver": sprintf("@%s", [login]), "login": login, "expires": "2026-12-31",
}]}])

test_fires_without_the_approval if {
	rule.deny == {{"at": ".modelgate/waivers.yaml#/waivers/0", "key": "W-1", "message": `waiver "W-1" names @Bob as its approver, who has not approved commit aaaaaaaaaaaa`}} with input as waived("Bob", [fixture.approval("carol")])
}

test_fires_for_the_author if {
	count(rule.deny) == 1 with input as waived("ann", [fixture.approval("ann")])
}

test_fires_where_approvals_are_not_known if {
	count(rule.deny) == 1 with input as json.patch(waived("bob", []), [{"op": "replace", "path": "/change/review/known", "value": false}])
}

test_silent_with_it if {
	rule.applies with input as waived("Bob", [fixture.approval("bob")])
	count(rule.deny) == 0 with input as waived("Bob", [fixture.approval("bob")])
}

test_not_applicable_in_other_words if not rule.applies with input as waived("", [])
