package modelgate.lib.review_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.lib.review

bob := fixture.approval("bob")

users := {approval.user | some approval in review.approves}

test_an_approval_counts if {
	users == {"bob"} with input as fixture.reviewed([bob])
	review.why == "" with input as fixture.reviewed([bob])
}

test_whoever_has_a_part_in_the_commits_is_no_approver if {
	change := fixture.contested([bob], [fixture.contributor("Bob", "bob@acme.example")], [])
	users == set() with input as change
	review.why == ": bob is author of commit cccccccccccc" with input as change
	users == {"bob"} with input as fixture.contested([bob], [fixture.contributor("carol", "carol@acme.example")], [])
}

test_an_address_of_no_account_could_be_the_approvers if {
	change := fixture.contested([bob], [fixture.contributor("", "someone@laptop.local")], [])
	users == set() with input as change
	review.why == `: no account has the address "someone@laptop.local" of the author of commit cccccccccccc, who could be the approver` with input as change
}

test_machines_are_no_approvers_to_doubt if {
	users == {"bob"} with input as fixture.contested([bob], [fixture.contributor("", "NoReply@Anthropic.com")], [])
}

test_requested_changes_block if {
	change := fixture.contested([bob], [], [fixture.objection("carol")])
	users == set() with input as change
	review.why == ": carol requests changes" with input as change
}

test_requested_changes_of_strangers_do_not_block if {
	users == {"bob"} with input as fixture.contested([bob], [], [object.union(fixture.objection("mallory"), {"writes": false})])
}

test_requested_changes_of_the_unknown_block if {
	users == set() with input as fixture.contested([bob], [], [object.union(fixture.objection("mallory"), {"writes": false, "problem": "not found"})])
}

test_readers_do_not_approve if {
	change := fixture.reviewed([object.union(bob, {"writes": false})])
	users == set() with input as change
	review.why == ": bob has no write permission" with input as change
}

test_says_what_could_not_be_read if {
	change := fixture.reviewed([object.union(bob, {"writes": false, "problem": "forbidden"})])
	users == set() with input as change
	review.why == ": the permission of bob could not be read: forbidden" with input as change
}

test_says_what_is_not_of_this_commit if {
	change := fixture.reviewed([object.union(bob, {"commit": "bbbbbbbbbbbbbb", "current": false}), fixture.approval("ANN")])
	users == set() with input as change
	review.why == ": ANN opened the pull request; the approval of bob is for commit bbbbbbbbbbbb" with input as change
}
