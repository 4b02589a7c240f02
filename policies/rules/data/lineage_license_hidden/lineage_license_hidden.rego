# METADATA
# title: License limit hidden in the lineage
# description: A limit of a license must reach all that is made from the data, unless an agreement with the owner of the source ends it. A dataset in between whose license is `other` or missing does not end it.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Use a license that keeps the limits; or add `transformation` agreement, `evidence_ref` with the license text that permits it, and `ends` with license to the lineage entry that ends them.
#   sources:
#     - "Longpre et al., The Data Provenance Initiative, 2023, https://arxiv.org/abs/2310.16787"
#     - "CC BY-NC-SA 4.0 legal code, sections 2(a)(1) and 3(b); CC BY-ND 4.0 legal code, section 2(a)(1)(B)"
#   example: |
#     name: reviews-cleaned
#     license: other
#     lineage:
#       - {ref: reviews-nc, relation: filtered-from, transformation: agreement, evidence_ref: "contracts:CP-2026-09", ends: [license]}
package modelgate.rules.data.lineage_license_hidden

import data.modelgate.lib.ancestry
import data.modelgate.lib.licenses
import data.modelgate.lib.lineage

applies if {
	some origin in ancestry.inherited
	not _tells(origin.parent)
}

deny contains finding if {
	some near in _into
	reached := graph.reachable(_graph, {near.parent.path})
	some far in _out_of
	far.child.path in reached
	reason := lineage.refusal(far.parent.license.value, near.child.license.value)
	finding := {
		"at": near.child.license.at,
		"key": sprintf("%s from %s", [near.child.name.value, far.parent.name.value]),
		"message": sprintf("dataset %q has the license %q, but it is made from %q through %q, which %s, and the license %q of %q %s", [near.child.name.value, near.child.license.value, far.parent.name.value, near.parent.name.value, _license(near.parent), far.parent.license.value, far.parent.name.value, reason]),
		"related": [
			{"at": far.parent.license.at, "message": "the license with the limit"},
			{"at": _stated(near.parent), "message": "this license does not state its limits"},
		],
	}
}

# _into are the steps from a license that is known to one that is not, _out_of those from
# such a one to the license that it hides. Between two that are known, data/lineage_license
# compares.
_into contains origin if {
	some origin in _passing
	origin.child.license.present
	_tells(origin.child)
	not _tells(origin.parent)
}

_out_of contains origin if {
	some origin in _passing
	not _tells(origin.child)
	_tells(origin.parent)
}

_passing contains origin if {
	some origin in ancestry.inherited
	not ancestry.ends(origin.entry, "license")
}

# A graph has every node as a key: what is not one is not reached.
_graph := {path: object.get(_parents, path, set()) | some path in _silent}

_silent contains card.path if {
	some origin in _passing
	some card in [origin.child, origin.parent]
	not _tells(card)
}

_parents[origin.child.path] contains origin.parent.path if {
	some origin in _passing
	not _tells(origin.child)
	not _tells(origin.parent)
}

# _tells reports whether it is known what the license of a card allows.
_tells(card) if count(licenses.flags(card.license.value)) >= 0

_license(card) := sprintf("has the license %q", [card.license.value]) if card.license.present

else := "has no license"

_stated(card) := card.license.at if card.license.present

else := card.at
