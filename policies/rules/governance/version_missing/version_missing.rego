# METADATA
# title: Manifest without a version
# description: The manifest must state the version of the model. Approval, promotion and rollback refer to it.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: "Add `version` to modelgate.yaml, in quotes: unquoted, 1.10 is read as 1.1."
#   sources:
#     - https://semver.org/spec/v2.0.0.html
#     - Regulation (EU) 2024/1689, Annex IV(1)(a)
#   controls: [eu-ai-act/Annex IV(1)(a)]
#   example: |
#     version: "1.1.0"
package modelgate.rules.governance.version_missing

applies if input.head.manifest.present

deny contains {"at": version.at, "message": "the manifest names no version"} if {
	applies
	version := input.head.manifest.version
	not version.present
}
