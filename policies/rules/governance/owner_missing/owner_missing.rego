# METADATA
# title: Manifest without an owner
# description: The manifest must name the team that is responsible for the model.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Add `owner` to modelgate.yaml; a team, not a person.
#   sources:
#     - "Mitchell et al., Model Cards for Model Reporting, FAT* 2019, section 4.1 (person or organization developing the model)"
#     - "NIST AI 100-1 (AI RMF 1.0), GOVERN 2.1"
#   controls: [nist-ai-rmf/GOVERN 2.1]
#   example: |
#     owner: retention-ml
package modelgate.rules.governance.owner_missing

applies if input.head.manifest.present

deny contains {"at": owner.at, "message": "the manifest has no owner"} if {
	applies
	owner := input.head.manifest.owner
	not owner.present
}
