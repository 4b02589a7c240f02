# METADATA
# title: Rules that cannot be used
# description: The .modelgate directory of the proposal can be used. Once merged it is what decides, and nothing could be decided under it.
# custom:
#   severity: error
#   scope: repository
#   waivable: false
#   remediation: Mend the file; `modelgate check --preview` judges by the edited rules.
#   sources:
#     - "schemas/config.schema.json, schemas/thresholds.schema.json, schemas/waivers.schema.json"
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
