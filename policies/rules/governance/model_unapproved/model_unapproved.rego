# METADATA
# title: Model changed without its approvals
# description: A pull request that changes a model must have the approvals that .modelgate/data/approvers.yaml of the base requires for its risk class, stage and personal data. The approvers must have write permission and no part in the change.
# custom:
#   severity: error
#   fixed: true
#   remediation: Ask the people and teams that the message names to review the latest commit. Run the gate on `pull_request_review` too, so it sees the approval.
#   sources:
#     - "NIST AI 100-1 (AI RMF 1.0), GOVERN 2.1 and MANAGE 1.1"
#     - "SLSA v1.2 source track, two-party review, https://slsa.dev/spec/v1.2/source-requirements"
#   controls: [nist-ai-rmf/GOVERN 2.1, nist-ai-rmf/MANAGE 1.1, iso-42001/A.3.2, iso-42001/A.6.2.5, "eu-ai-act/Art. 14(4)"]
#   example: |
#     # .modelgate/data/approvers.yaml
#     apiVersion: modelgate.dev/v1
#     kind: Approvers
#     approvals:
#       - {risk_classes: [high], stage: production, count: 2, teams: ["@example/ml-governance"]}
#       - {personal_data: true, teams: ["@example/privacy"]}
package modelgate.rules.governance.model_unapproved

import data.modelgate.lib.approvals
import data.modelgate.lib.review

applies if count(approvals.required) > 0

deny contains {"at": _at, "key": "unknown", "message": sprintf("the approvals of the pull request could not be read: %s", [input.change.review.problem]), "related": _related} if {
	applies
	not input.change.review.known
}

deny contains {"at": _at, "key": sprintf("%d approvals", [_count]), "message": sprintf("the change to %s has %d of %d required approvals of commit %s%s", [input.head.id, count(review.people), _count, substring(input.change.review.head, 0, 12), review.why]), "related": _related} if {
	input.change.review.known
	count(review.people) < _count
}

deny contains {"at": _at, "key": team, "message": sprintf("the change to %s has no approval from %s of commit %s%s%s", [input.head.id, team, substring(input.change.review.head, 0, 12), review.why, review.why_not_known(team)]), "related": _related} if {
	input.change.review.known
	some entry in approvals.required
	some wanted in entry.teams
	team := wanted.name
	count(review.people_of(team)) == 0
}

# What several entries require is required once.
_count := max([entry.count | some entry in approvals.required])

_related := [{"at": entry.at, "message": "required here"} | some entry in approvals.required]

_at := input.head.card.risk_class.at if input.head.card.risk_class.present

_at := input.head.at if not input.head.card.risk_class.present
