# METADATA
# title: Model with a new owner
# description: A change of owner should be visible to reviewers. The new owner is responsible for the model from then on.
# custom:
#   severity: {draft: note, review: note, production: warning}
#   remediation: Ask the new owner to confirm in the pull request. Otherwise, restore `owner` in modelgate.yaml.
#   sources:
#     - "NIST AI 100-1 (AI RMF 1.0), GOVERN 2.1 (roles and responsibilities)"
#     - "ISO/IEC 42001:2023, A.3.2 (AI roles and responsibilities)"
#   controls: [nist-ai-rmf/GOVERN 2.1, iso-42001/A.3.2]
#   example: |
#     # models/churn/modelgate.yaml
#     owner: retention-ml
package modelgate.rules.governance.owner_changed

applies if {
	input.base.manifest.owner.present
	input.head.manifest.owner.present
}

deny contains {"at": owner.at, "key": owner.value, "message": sprintf("the owner is changed from %q to %q", [was.value, owner.value])} if {
	applies
	was := input.base.manifest.owner
	owner := input.head.manifest.owner
	_account(was.value) != _account(owner.value)
}

# GitHub tells accounts and teams apart by neither case nor a leading @.
_account(name) := trim_left(lower(trim_space(name)), "@")
