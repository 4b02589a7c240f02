# METADATA
# title: Weaker tags without an approval
# description: "A privacy owner must approve a pull request that weakens the tags of a data card: `privacy_owners` in .modelgate/config.yaml, else the owners of the card in CODEOWNERS of the base. The approver must have write permission and must not have contributed to the change; without an owner, anyone with write permission can approve; and a run that reads no pull request blocks if there are `privacy_owners`."
# custom:
#   severity: error
#   scope: repository
#   remediation: Ask a privacy owner who did not work on the change to review the latest commit. Otherwise, restore the tags. Run the gate on `pull_request_review` too. On another host, add a waiver of this rule to the base in a change that a privacy owner approves there.
#   sources:
#     - Regulation (EU) 2016/679, Art. 5(2) and 24(1)
#     - "SLSA v1.2 source track, two-party review, https://slsa.dev/spec/v1.2/source-requirements"
#   controls: [gdpr/Art. 5(2)]
#   example: |
#     # .modelgate/config.yaml
#     apiVersion: modelgate.dev/v1
#     kind: Config
#     privacy_owners: ["@example/privacy"]
package modelgate.rules.data.weakening_unapproved

import data.modelgate.lib.review
import data.modelgate.lib.weakening

applies if count(_weaker) > 0

_weaker contains change if {
	_needs_approval
	some change in input.change.cards
	count(weakening.found(change)) > 0
}

_weaker contains change if {
	_needs_approval
	some change in input.change.cards
	weakening.removed(change)
}

_needs_approval if input.change.review.present

_needs_approval if _unseen

# Privacy owners are to approve, and no approval can be seen here.
_unseen if {
	input.change.review.unseen
	count(input.config.privacy_owners.items) > 0
}

deny contains {"at": change.to.at, "key": change.from.name.value, "message": sprintf("the tags of dataset %q are weaker, which requires an approval of %s, but this run is for no pull request on GitHub, so no approval can be seen", [change.from.name.value, review.wanted(weakening.approvers(change))])} if {
	_unseen
	some change in _weaker
}

deny contains {"at": change.to.at, "key": change.from.name.value, "message": sprintf("the tags of dataset %q are weaker, and the approvals of the pull request could not be read: %s", [change.from.name.value, input.change.review.problem])} if {
	input.change.review.present
	not input.change.review.known
	some change in _weaker
}

deny contains {"at": change.to.at, "key": change.from.name.value, "message": sprintf("the tags of dataset %q are weaker, without an approval of %s for commit %s%s", [change.from.name.value, review.wanted(owners), substring(input.change.review.head, 0, 12), review.why])} if {
	input.change.review.known
	some change in _weaker
	owners := weakening.approvers(change)
	not review.approved(owners)
}
