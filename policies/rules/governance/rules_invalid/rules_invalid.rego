# METADATA
# title: Invalid rules
# description: The .modelgate directory of the change must load as a whole, and the tests of its policies must pass. Once merged, it decides about every other change.
# custom:
#   severity: error
#   scope: repository
#   waivable: false
#   fixed: true
#   remediation: Correct the file; `modelgate check --preview` checks by the edited rules.
#   sources:
#     - "schemas/config.schema.json, schemas/thresholds.schema.json, schemas/waivers.schema.json"
#     - "OWASP Top 10 CI/CD Security Risks, CICD-SEC-4 Poisoned Pipeline Execution"
#   example: |
#     apiVersion: modelgate.dev/v1
#     kind: Config
#     stage: production
package modelgate.rules.governance.rules_invalid

applies if count(input.change.rules) > 0

deny contains {"at": edit.at, "key": edit.after, "message": sprintf("the edited rules cannot be used: %s", [edit.after])} if {
	some edit in input.change.rules
	edit.kind == "invalid"
}
