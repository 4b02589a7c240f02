package modelgate.rules.governance.rules_unapproved_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.rules_unapproved as rule

unapproved := {{
	"at": ".modelgate/thresholds.yaml#",
	"key": ".modelgate/thresholds.yaml",
	"message": `".modelgate/thresholds.yaml" was edited without approval from @Bob or @acme/governance for commit aaaaaaaaaaaa`,
}}

test_fires_without_approval if {
	rule.deny == unapproved with input as fixture.reviewed([])
}

test_fires_on_approval_of_the_author if {
	own := json.patch(fixture.reviewed([fixture.approval("Bob")]), [{"op": "replace", "path": "/change/review/author", "value": "bob"}])
	{f.message | some f in rule.deny} == {`".modelgate/thresholds.yaml" was edited without approval from @Bob or @acme/governance for commit aaaaaaaaaaaa: Bob opened the pull request`} with input as own
}

test_fires_on_approval_of_an_older_commit if {
	old := object.union(fixture.approval("bob"), {"commit": "bbbbbbbbbbbb", "current": false})
	{f.message | some f in rule.deny} == {`".modelgate/thresholds.yaml" was edited without approval from @Bob or @acme/governance for commit aaaaaaaaaaaa: the approval of bob is for commit bbbbbbbbbbbb`} with input as fixture.reviewed([old])
}

test_fires_on_approval_of_another if {
	rule.deny == unapproved with input as fixture.reviewed([fixture.approval("carol")])
}

test_fires_on_approval_of_a_contributor if {
	count(rule.deny) == 1 with input as fixture.contested([fixture.approval("bob")], [fixture.contributor("bob", "bob@acme.example")], [])
}

test_fires_while_changes_are_requested if {
	count(rule.deny) == 1 with input as fixture.contested([fixture.approval("bob")], [], [fixture.objection("carol")])
}

test_silent_on_approval_of_an_owner if {
	rule.applies with input as fixture.reviewed([fixture.approval("bob")])
	count(rule.deny) == 0 with input as fixture.reviewed([fixture.approval("bob")])
}

test_silent_on_approval_of_a_team if {
	member := object.union(fixture.approval("carol"), {"teams": [{"at": ".modelgate/config.yaml#", "name": "@Acme/Governance"}]})
	count(rule.deny) == 0 with input as fixture.reviewed([member])
}

unowned(approvals) := json.patch(fixture.reviewed(approvals), [{"op": "replace", "path": "/change/paths/0/owners", "value": []}])

test_without_owners_anyone_who_may_write_will_do if {
	{f.message | some f in rule.deny} == {`".modelgate/thresholds.yaml" was edited without approval from anyone with write permission who has no part in it for commit aaaaaaaaaaaa`} with input as unowned([])
	count(rule.deny) == 1 with input as unowned([object.union(fixture.approval("stranger"), {"writes": false})])
	count(rule.deny) == 0 with input as unowned([fixture.approval("carol")])
}

test_fires_when_approvals_cannot_be_read if {
	unread := json.patch(fixture.reviewed([]), [
		{"op": "replace", "path": "/change/review/known", "value": false},
		{"op": "replace", "path": "/change/review/problem", "value": "no token"},
	])
	{f.message | some f in rule.deny} == {`".modelgate/thresholds.yaml" is edited, and the approvals of the pull request could not be read: no token`} with input as unread
}

workflow(runs_gate) := json.patch(fixture.reviewed([]), [
	{"op": "replace", "path": "/change/paths/0/part", "value": "workflow"},
	{"op": "replace", "path": "/change/paths/0/runs_gate", "value": runs_gate},
])

test_fires_on_a_workflow_that_runs_the_gate if {
	rule.deny == unapproved with input as workflow(true)
	not rule.applies with input as workflow(false)
}

test_not_applicable_without_a_pull_request if {
	not rule.applies with input as fixture.absent
	not rule.applies with input as fixture.ruled([fixture.rule_edit("waiver_added", "W", "", "x")])
}

test_not_applicable_at_first_adoption if {
	not rule.applies with input as json.patch(fixture.reviewed([]), [{"op": "replace", "path": "/config/present", "value": false}])
}
