# METADATA
# title: Purpose beyond those of the source
# description: Personal data that is made from other data must have only purposes of its source, unless a new purpose has a ground of its own.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Use a purpose id of the parent; or add `compatibility` to the purpose, or evidence with `ends` purposes to the lineage entry.
#   sources:
#     - "Regulation (EU) 2016/679, Art. 5(1)(b) and 6(4)"
#   controls: [gdpr/Art. 5(1)(b), gdpr/Art. 6(4)]
#   example: |
#     purposes:
#       - {id: churn, text: Contacting customers., compatibility: {ground: assessment, ref: "compat:2026-04"}}
package modelgate.rules.gdpr.lineage_purpose

import data.modelgate.lib.ancestry
import data.modelgate.lib.identity

applies if count(_steps) > 0

_steps contains origin if {
	some origin in ancestry.personal
	ancestry.about_people(origin.child)
	count(origin.parent.purposes) > 0
}

deny contains finding if {
	some origin in _steps
	not ancestry.ends(origin.entry, "purposes")
	some purpose in origin.child.purposes
	purpose.id.present
	not purpose.compatibility.ground.present
	not purpose.id.value in {known.id.value | some known in origin.parent.purposes}
	finding := {
		"at": purpose.id.at,
		"key": sprintf("%s %s", [ancestry.key(origin), identity.purpose(purpose)]),
		"message": sprintf("dataset %q has the purpose %q, which %q, from which it is made, does not have", [origin.child.name.value, purpose.id.value, origin.entry.ref.value]),
		"related": [{"at": origin.parent.at, "message": "the purposes of the parent are declared here"}],
	}
}
