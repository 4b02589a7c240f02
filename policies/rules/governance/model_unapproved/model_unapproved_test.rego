package modelgate.rules.governance.model_unapproved_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.model_unapproved as rule

high := [{"risk_classes": [{"at": "a#", "value": "high"}], "count": 2}]

privacy := [{"personal_data": true, "teams": [{"at": "a#", "name": "@acme/privacy"}]}]

class(whole, value) := json.patch(whole, [{"op": "replace", "path": "/head/card/risk_class", "value": fixture.text("models/m/README.md#/modelgate/risk_class", value)}])

with_base(whole, value) := json.patch(whole, [{"op": "replace", "path": "/base/card/risk_class", "value": fixture.text("models/m/README.md#/modelgate/risk_class", value)}])

of_team(user, team) := object.union(fixture.approval(user), {"teams": [{"at": "a#", "name": team}]})

test_fires_with_too_few_approvals if {
	rule.deny == {{
		"at": "models/m/README.md#/modelgate/risk_class", "key": "2 approvals",
		"message": "the change to models/m has 1 of 2 required approvals of commit aaaaaaaaaaaa",
		"related": [{"at": ".modelgate/data/approvers.yaml#/approvals/0", "message": "required here"}],
	}} with input as class(fixture.changed(high, [fixture.approval("bob")]), "high")
}

test_silent_with_enough if {
	count(rule.deny) == 0 with input as class(fixture.changed(high, [fixture.approval("bob"), fixture.approval("carol")]), "high")
}

test_one_person_is_one_approval if {
	count(rule.deny) == 1 with input as class(fixture.changed(high, [fixture.approval("bob"), fixture.approval("Bob")]), "high")
}

test_the_author_does_not_count if {
	count(rule.deny) == 1 with input as class(fixture.changed(high, [fixture.approval("bob"), fixture.approval("ann")]), "high")
}

# Nothing that a model does not state lowers what is required.
test_an_absent_or_unknown_class_is_each_class if {
	count(rule.deny) == 1 with input as fixture.changed(high, [])
	count(rule.deny) == 1 with input as class(fixture.changed(high, []), "hihg")
	count(rule.deny) == 1 with input as class(fixture.changed(high, []), "High")
}

test_the_class_before_the_change_counts if {
	count(rule.deny) == 1 with input as with_base(class(fixture.changed(high, []), "minimal"), "high")
	count(rule.deny) == 0 with input as with_base(class(fixture.changed(high, []), "minimal"), "minimal")
	not rule.applies with input as with_base(class(fixture.changed(high, []), "minimal"), "minimal")
}

test_fires_without_an_approval_of_the_team if {
	{f.key | some f in rule.deny} == {"@acme/privacy"} with input as fixture.changed(privacy, [fixture.approval("bob")])
	{f.key | some f in rule.deny} == {"@acme/privacy"} with input as fixture.changed(privacy, [of_team("bob", "@acme/ml")])
	count(rule.deny) == 0 with input as fixture.changed(privacy, [of_team("bob", "@acme/Privacy")])
}

test_says_that_a_team_is_not_known if {
	some f in rule.deny with input as json.patch(fixture.changed(privacy, [fixture.approval("bob")]), [{"op": "replace", "path": "/change/review/unknown_teams", "value": [{"at": "a#", "name": "@acme/privacy", "problem": "no permission"}]}])
	contains(f.message, "its members could not be read: no permission")
}

stating(whole, value) := json.patch(whole, [
	{"op": "replace", "path": "/head/datasets/0/card/personal_data/status/value", "value": value},
	{"op": "replace", "path": "/base/datasets/0/card/personal_data/status/value", "value": value},
])

test_personal_data_unless_cards_say_none if {
	not rule.applies with input as stating(fixture.changed(privacy, []), "none")
	not rule.applies with input as stating(fixture.changed(privacy, []), "synthetic")
	count(rule.deny) > 0 with input as stating(fixture.changed(privacy, []), "")
	count(rule.deny) > 0 with input as stating(fixture.changed(privacy, []), "nnoe")
	count(rule.deny) > 0 with input as json.patch(fixture.changed(privacy, []), [{"op": "replace", "path": "/head/datasets", "value": []}])
	count(rule.deny) > 0 with input as json.patch(stating(fixture.changed(privacy, []), "none"), [{"op": "replace", "path": "/base/datasets/0/card/present", "value": false}])
}

test_fires_where_approvals_are_not_known if {
	{f.key | some f in rule.deny} == {"unknown"} with input as json.patch(fixture.changed(high, []), [{"op": "replace", "path": "/change/review/known", "value": false}])
}

test_not_applicable if {
	not rule.applies with input as fixture.changed([], [])
	not rule.applies with input as json.patch(fixture.changed(high, []), [{"op": "replace", "path": "/change/review/present", "value": false}])
	not rule.applies with input as json.patch(fixture.changed(high, []), [{"op": "replace", "path": "/change/paths", "value": []}])
	not rule.applies with input as json.patch(fixture.changed([object.union(high[0], {"stage": "production"})], []), [{"op": "replace", "path": "/stage", "value": "review"}])
}

test_a_data_card_elsewhere_is_a_change if {
	count(rule.deny) > 0 with input as json.patch(fixture.changed(privacy, []), [
		{"op": "replace", "path": "/change/paths", "value": []},
		{"op": "replace", "path": "/head/datasets/0/card/license/value", "value": "mit"},
	])
}

# The card may be in another directory, as the configuration says, and have several pages.
test_a_card_elsewhere_is_a_change if {
	unchanged := json.patch(fixture.changed(high, []), [{"op": "replace", "path": "/change/paths", "value": []}])
	not rule.applies with input as unchanged
	count(rule.deny) > 0 with input as json.patch(unchanged, [{"op": "replace", "path": "/head/card/license/value", "value": "mit"}])
	count(rule.deny) > 0 with input as json.patch(unchanged, [{"op": "add", "path": "/head/all_cards/-", "value": object.union(unchanged.head.card, {"path": "docs/more.md"})}])
}

test_a_move_is_a_change if {
	count(rule.deny) > 0 with input as json.patch(fixture.changed(high, []), [
		{"op": "replace", "path": "/change/paths", "value": []},
		{"op": "replace", "path": "/change/moves", "value": [fixture.move]},
	])
}
