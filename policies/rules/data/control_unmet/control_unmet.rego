# METADATA
# title: Unmet control of a custom pack
# description: A card must meet the controls of a pack that the organization added for a law of its own. The built-in laws have rules of their own.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Add or correct the tag that the message names.
#   sources:
#     - "packs .modelgate/regimes of the base"
#   example: |
#     # .modelgate/regimes/house.yaml
#     title: House rules
#     source: Handbook, section 4
#     date: "2026-11-01"
#     statuses: [identifying, pseudonymised]
#     controls:
#       owner: {article: "4.1", title: Owner, of: data, from: "2026-01-01", source: "https://example.com/handbook", read: "2026-11-01", confirmed: true, needs: [{tag: owner, ask: name the team}]}
package modelgate.rules.data.control_unmet

import data.modelgate.lib.controls

applies if count(input.laws) > 0

deny contains controls.finding(control, problem) if {
	some control in input.controls
	control.state == "in_force"
	not control.regime in controls.with_rules
	some problem in control.problems
}
