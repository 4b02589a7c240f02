# METADATA
# title: Commit without a verified signature
# description: If .modelgate/data/approvers.yaml of the base requires it, GitHub must have verified the signature of each commit that changes a model. Anyone can write any name into an unsigned commit.
# custom:
#   severity: error
#   remediation: Add a signature to the commits, for example with `git rebase --exec 'git commit --amend --no-edit -S'`, and push them again.
#   sources:
#     - "NIST SP 800-218 (SSDF 1.1), PS.1.1"
#     - "SLSA v1.2 source track, https://slsa.dev/spec/v1.2/source-requirements"
#   controls: [iso-42001/A.6.2.3]
#   example: |
#     # .modelgate/data/approvers.yaml
#     apiVersion: modelgate.dev/v1
#     kind: Approvers
#     approvals:
#       - {stage: production, signed_commits: true}
package modelgate.rules.governance.commits_unsigned

import data.modelgate.lib.approvals

applies if count(_asking) > 0

_asking contains entry if {
	some entry in approvals.required
	entry.signed_commits
}

deny contains {"at": input.head.at, "key": "unknown", "message": sprintf("the commits of the pull request could not be read: %s", [input.change.review.problem])} if {
	applies
	not input.change.review.known
}

deny contains {"at": input.head.at, "key": commit.commit, "message": sprintf("commit %s has no verified signature: %s", [substring(commit.commit, 0, 12), commit.reason])} if {
	applies
	some commit in input.change.review.unsigned
}
