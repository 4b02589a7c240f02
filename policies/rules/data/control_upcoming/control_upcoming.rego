# METADATA
# title: Unmet control of a future date
# description: A card should contain what a control requires before the control takes effect. The message contains the first day.
# custom:
#   severity: {draft: note, review: note, production: warning}
#   remediation: Add or correct the tag that the message names before that day.
#   sources:
#     - "packs policies/regimes"
#   example: |
#     eu_ai_act: {risk_management_ref: docs/risk-management.md}
package modelgate.rules.data.control_upcoming

import data.modelgate.lib.controls

applies if count(input.laws) > 0

deny contains object.union(controls.finding(control, problem), {"message": sprintf("%s (from %s%s)", [controls.finding(control, problem).message, control.from, _doubt(control)])}) if {
	some control in input.controls
	control.state == "upcoming"
	some problem in control.problems
}

_doubt(control) := "" if control.confirmed

_doubt(control) := ", not confirmed" if not control.confirmed
