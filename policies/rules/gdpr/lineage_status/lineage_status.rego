# METADATA
# title: Derived data declared as less sensitive
# description: Data that is made from personal data must declare the same status, special categories, criminal data and children, unless a transformation with evidence ends that.
# custom:
#   severity: {draft: note, review: error, production: error}
#   remediation: Add the tags of the parent. Otherwise, add `transformation`, `evidence_ref` and `ends` to the lineage entry, or complete `anonymisation`.
#   sources:
#     - "Regulation (EU) 2016/679, Art. 4(1), 4(5), 9(1) and recital 26"
#     - "Article 29 Working Party, Opinion 05/2014 (WP216)"
#   controls: [gdpr/Art. 4(1), gdpr/Art. 9(1)]
#   example: |
#     lineage:
#       - ref: hospital-ct
#         relation: derived-from
#         transformation: field-removal
#         evidence_ref: jobs/strip-diagnoses.md
#         ends: [special-categories]
package modelgate.rules.gdpr.lineage_status

import data.modelgate.lib.ancestry

applies if count(ancestry.personal) > 0

deny contains finding if {
	some origin in ancestry.personal
	status := origin.child.personal_data.status
	_impersonal(origin.child)
	not _ended(origin)
	finding := {
		"at": status.at,
		"key": ancestry.key(origin),
		"message": sprintf("dataset %q is declared as %q, but it is made from %q, which is %s", [origin.child.name.value, status.value, origin.entry.ref.value, origin.parent.personal_data.status.value]),
		"related": [{"at": origin.parent.personal_data.status.at, "message": "the status of the parent"}],
	}
}

deny contains finding if {
	some origin in ancestry.personal
	ancestry.about_people(origin.child)
	some [tag, at, related, words] in _dropped(origin)
	not ancestry.ends(origin.entry, tag)
	finding := {
		"at": at,
		"key": sprintf("%s %s", [ancestry.key(origin), words]),
		"message": sprintf("dataset %q does not declare %s, but it is made from %q, which does", [origin.child.name.value, words, origin.entry.ref.value]),
		"related": [{"at": related, "message": "declared by the parent"}],
	}
}

_impersonal(card) if card.personal_data.status.value in {"none", "anonymised", "synthetic"}

_ended(origin) if ancestry.ends(origin.entry, "personal-data")

_ended(origin) if {
	origin.child.personal_data.status.value == "anonymised"
	origin.child.anonymisation.technique.present
	origin.child.anonymisation.risk_assessment_ref.present
}

_ended(origin) if {
	origin.child.personal_data.status.value == "synthetic"
	origin.entry.relation.value == "synthesised-from"
	origin.child.anonymisation.risk_assessment_ref.present
}

# What the parent declares and the child does not: its name in `ends`, where each is,
# and its words.
_dropped(origin) := ({["special-categories", origin.child.special_categories.at, item.at, sprintf("the special category %q", [item.value])] |
	some item in origin.parent.special_categories.items
	not item.value in {kept.value | some kept in origin.child.special_categories.items}
} | {["criminal-data", origin.child.criminal_data.included.at, origin.parent.criminal_data.included.at, "criminal data"] |
	origin.parent.criminal_data.included.value
	not origin.child.criminal_data.included.value
}) | {["children", origin.child.children.included.at, origin.parent.children.included.at, "children"] |
	origin.parent.children.included.value == "yes"
	not origin.child.children.included.value in {"yes", "unknown"}
}
