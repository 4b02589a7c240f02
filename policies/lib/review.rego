# METADATA
# title: Reviews of a pull request
# description: Who has approved the commit that is proposed now.
package modelgate.lib.review

# approves is what a person says who is not the author, of the commit that is
# proposed now. An approval of an older commit says nothing of this one.
approves contains approval if {
	some approval in input.change.review.approvals
	approval.current
	lower(approval.user) != lower(input.change.review.author)
}

# speaks_for is who of the owners an approval comes from.
speaks_for(approval, path) := {owner.name |
	some owner in path.owners
	_is(approval, lower(owner.name))
}

_is(approval, owner) if owner == sprintf("@%s", [lower(approval.user)])

_is(approval, owner) if {
	some team in approval.teams
	owner == lower(team.name)
}
