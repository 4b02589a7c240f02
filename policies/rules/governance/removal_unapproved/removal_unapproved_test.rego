package modelgate.rules.governance.removal_unapproved_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.removal_unapproved as rule

held := {"thresholds": fixture.config.thresholds, "owners": [{"at": "models/m/README.md#", "name": "@Bob"}]}

reviewed(changes, approvals) := json.patch(fixture.reviewed(approvals), [{"op": "replace", "path": "/change/moves", "value": fixture.moved(changes).change.moves}])

test_fires_without_an_approval if {
	rule.deny == {{
		"at": "models/m/README.md#", "key": "models/m",
		"message": `model "models/m" is removed with threshold "accuracy", without an approval of @Bob for commit aaaaaaaaaaaa`,
	}} with input as reviewed(held, [])
	count(rule.deny) == 1 with input as reviewed(held, [fixture.approval("carol")])
	rule.applies with input as reviewed(held, [])
}

test_fires_where_approvals_are_not_known if {
	some finding in rule.deny with input as json.patch(reviewed(held, []), [{"op": "replace", "path": "/change/review/known", "value": false}])
	contains(finding.message, "could not be read")
}

test_names_how_many if {
	some finding in rule.deny with input as reviewed(object.union(held, {"thresholds": array.concat(fixture.config.thresholds, fixture.config.thresholds)}), [])
	contains(finding.message, "is removed with 2 thresholds")
}

test_fires_for_what_a_model_without_thresholds_has if {
	cases := {
		{"deploys": true}: "its deployment",
		{"results": true}: "its evaluation results",
		{"data_cards": 1}: "its data cards",
		{"deploys": true, "results": true, "data_cards": 2}: "its deployment, its evaluation results, its data cards",
		{"thresholds": fixture.config.thresholds, "deploys": true}: `threshold "accuracy", its deployment`,
	}
	every changes, words in cases {
		some finding in rule.deny with input as reviewed(changes, [])
		contains(finding.message, sprintf("is removed with %s, without an approval", [words]))
	}
	count(rule.deny) == 0 with input as reviewed({"deploys": true}, [fixture.approval("carol")])
}

test_silent_with_an_owners_approval if {
	count(rule.deny) == 0 with input as reviewed(held, [fixture.approval("bob")])
}

test_anyone_can_approve_where_nobody_owns_the_thresholds if {
	count(rule.deny) == 0 with input as reviewed({"thresholds": fixture.config.thresholds}, [fixture.approval("carol")])
	count(rule.deny) == 1 with input as reviewed({"thresholds": fixture.config.thresholds}, [fixture.approval("ann")])
}

test_not_applicable_to_what_moves_or_has_no_threshold if {
	not rule.applies with input as reviewed(object.union(held, {"to": "models/n", "by": "an artifact"}), [])
	not rule.applies with input as reviewed({}, [])
	not rule.applies with input as fixture.moved(held)
	not rule.applies with input as fixture.model
}
