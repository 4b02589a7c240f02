# METADATA
# title: Reviews of a pull request
# description: Who has approved the commit that is proposed now.
package modelgate.lib.review

# approves is what a person says who has no part in the proposal and may write to
# the repository, of the commit that is proposed now. Nobody approves while
# somebody who may write requests changes, or while it is not known who wrote it.
approves contains approval if {
	count(blocks) == 0
	some approval in input.change.review.approvals
	not doubts[approval.user]
}

# doubts is why the approval of a person does not count.
doubts[approval.user] contains sprintf("the approval of %s is for commit %s", [approval.user, substring(approval.commit, 0, 12)]) if {
	some approval in input.change.review.approvals
	not approval.current
}

doubts[approval.user] contains sprintf("%s opened the pull request", [approval.user]) if {
	some approval in input.change.review.approvals
	lower(approval.user) == lower(input.change.review.author)
}

doubts[approval.user] contains sprintf("%s is %s of commit %s", [approval.user, contributor.role, substring(contributor.commit, 0, 12)]) if {
	some approval in input.change.review.approvals
	some contributor in input.change.review.contributors
	lower(approval.user) == lower(contributor.login)
}

doubts[approval.user] contains sprintf("%s has no write permission", [approval.user]) if {
	some approval in input.change.review.approvals
	not approval.writes
	approval.problem == ""
}

doubts[approval.user] contains sprintf("the permission of %s could not be read: %s", [approval.user, approval.problem]) if {
	some approval in input.change.review.approvals
	approval.problem != ""
}

# blocks is why nobody's approval counts.
blocks contains sprintf("%s requests changes", [objection.user]) if {
	some objection in input.change.review.changes_requested
	_matters(objection)
}

blocks contains sprintf("no account has the address %q of the %s of commit %s, who could be the approver", [contributor.email, contributor.role, substring(contributor.commit, 0, 12)]) if {
	some contributor in input.change.review.contributors
	contributor.login == ""
	not lower(contributor.email) in data.modelgate.contributors.unattended
}

# What is not known of a reviewer does not take the objection away.
_matters(objection) if objection.writes

_matters(objection) if objection.problem != ""

# why says in words what stands against the approvals that there are; "" if
# nothing does.
why := "" if count(_reasons) == 0

why := sprintf(": %s", [concat("; ", array.slice(sort(_reasons), 0, 5))]) if count(_reasons) > 0

_reasons := blocks | {reason | some reasons in doubts; some reason in reasons}

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

# approved says of what has owners that one of them approves; anyone may where
# there is none.
approved(path) if {
	some approval in approves
	count(speaks_for(approval, path)) > 0
}

approved(path) if {
	count(path.owners) == 0
	someone_approves
}

# someone_approves reports whether anybody does whose approval counts.
someone_approves if count(approves) > 0

# wanted is whose approval that takes.
wanted(path) := concat(" or ", [owner.name | some owner in path.owners]) if count(path.owners) > 0

wanted(path) := anyone if count(path.owners) == 0

# anyone is whose approval is enough for what has no owners.
anyone := "anyone with write permission who has no part in it"

# people are the logins of those whose approval counts, each once.
people := {lower(approval.user) | some approval in approves}

# people_of are those of them who are known to be in a team, such as @acme/privacy.
people_of(team) := {lower(approval.user) |
	some approval in approves
	some known in approval.teams
	lower(known.name) == lower(team)
}

# why_not_known says in words why the members of a team are not known; "" if they are.
why_not_known(team) := concat("", [sprintf("; its members could not be read: %s", [unknown.problem]) |
	some unknown in input.change.review.unknown_teams
	lower(unknown.name) == lower(team)
])
