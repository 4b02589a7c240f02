# METADATA
# title: Unconfirmed control of a law
# description: A card should contain what a control requires even if its article or dates could not be confirmed. Such a control is never an error.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Add or correct the tag that the message names. After you read the law, set `confirmed` of the control in .modelgate/regimes.
#   sources:
#     - "packs policies/regimes"
#   example: |
#     eu_ai_act: {literacy_ref: docs/ai-literacy.md}
package modelgate.rules.data.control_unconfirmed

import data.modelgate.lib.controls

applies if count(input.laws) > 0

deny contains object.union(controls.finding(control, problem), {"message": sprintf("%s (not confirmed)", [controls.finding(control, problem).message])}) if {
	some control in input.controls
	control.state == "unconfirmed"
	some problem in control.problems
}
