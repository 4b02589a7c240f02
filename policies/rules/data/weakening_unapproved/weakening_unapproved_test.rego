package modelgate.rules.data.weakening_unapproved_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.weakening_unapproved as rule

status(value) := {"/personal_data/status": fixture.text("datacards/contracts.yaml#/personal_data/status", value)}

# proposed is a pull request of Ann's that weakens the card of a team.
proposed(changes, review) := json.patch(fixture.card_change(changes), [
	{"op": "replace", "path": "/change/cards/0/owners", "value": [{"at": "datacards/contracts.yaml#", "name": "@acme/privacy"}]},
	{"op": "replace", "path": "/change/review", "value": object.union(fixture.no_review, object.union({"present": true, "known": true, "number": 7, "author": "ann", "head": "aaaaaaaaaaaa"}, review))},
])

by(user, teams) := {"approvals": [object.union(fixture.approval(user), {"teams": [{"at": "datacards/contracts.yaml#", "name": team} | some team in teams]})]}

test_fires_without_approval if {
	rule.deny == {{
		"at": "datacards/contracts.yaml#",
		"key": "contracts",
		"message": `the tags of dataset "contracts" are weaker, without an approval of @acme/privacy for commit aaaaaaaaaaaa`,
	}} with input as proposed(status("none"), {})
}

test_fires_on_a_removed_card if {
	count(rule.deny) == 1 with input as proposed({"/present": false}, {})
}

test_fires_on_an_approval_of_another_team if {
	count(rule.deny) == 1 with input as proposed(status("none"), by("bob", ["@acme/ml"]))
}

test_fires_on_an_approval_of_the_author if {
	count(rule.deny) == 1 with input as proposed(status("none"), by("ann", ["@acme/privacy"]))
}

test_fires_where_approvals_are_unknown if {
	{finding.message | some finding in rule.deny} == {`the tags of dataset "contracts" are weaker, and the approvals of the pull request could not be read: no token`} with input as proposed(status("none"), {"known": false, "problem": "no token"})
}

test_silent_with_approval if {
	document := proposed(status("none"), by("bob", ["@acme/privacy"]))
	rule.applies with input as document
	count(rule.deny) == 0 with input as document
}

test_privacy_owners_take_the_place_of_code_owners if {
	owned := {"privacy_owners": fixture.list(".modelgate/config.yaml#/privacy_owners", ["@acme/dpo"])}
	{finding.message | some finding in rule.deny} == {`the tags of dataset "contracts" are weaker, without an approval of @acme/dpo for commit aaaaaaaaaaaa`} with input as object.union(proposed(status("none"), by("bob", ["@acme/privacy"])), {"config": object.union(fixture.config, owned)})
	count(rule.deny) == 0 with input as object.union(proposed(status("none"), by("bob", ["@acme/dpo"])), {"config": object.union(fixture.config, owned)})
}

# A run that sees no pull request: of a change that is proposed, under a configuration.
unseen(changes, review, owners) := object.union(fixture.card_change(changes), {
	"config": object.union(fixture.config, owners),
	"change": object.union(fixture.card_change(changes).change, {"review": object.union(fixture.no_review, review)}),
})

owned := {"privacy_owners": fixture.list(".modelgate/config.yaml#/privacy_owners", ["@acme/dpo"])}

test_fires_where_no_approval_can_be_seen if {
	{finding.message | some finding in rule.deny} == {`the tags of dataset "contracts" are weaker, which requires an approval of @acme/dpo, but this run is for no pull request on GitHub, so no approval can be seen`} with input as unseen(status("none"), {"unseen": true}, owned)
	count(rule.deny) == 1 with input as unseen({"/present": false}, {"unseen": true}, owned)
}

test_silent_where_nothing_is_proposed_or_nobody_is_to_approve if {
	not rule.applies with input as unseen(status("none"), {}, owned)
	not rule.applies with input as unseen(status("none"), {"unseen": true}, {})
	not rule.applies with input as unseen(status("identifying"), {"unseen": true}, owned)
}

test_not_applicable_to_stronger_tags if {
	not rule.applies with input as proposed(status("identifying"), {})
	not rule.applies with input as fixture.card_change(status("none"))
	not rule.applies with input as fixture.absent
}
