# METADATA
# title: License less strict than its source
# description: A dataset that is made from another must keep the limits of its license, such as no commercial use. An agreement with the owner of the source can end them.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Use a license that keeps the limits; or add `transformation` agreement, `evidence_ref` and `ends` with license to the lineage entry.
#   sources:
#     - "Longpre et al., The Data Provenance Initiative, 2023, https://arxiv.org/abs/2310.16787"
#     - "CC BY-NC-SA 4.0 legal code, sections 2(a)(1) and 3(b); CC BY-ND 4.0 legal code, section 2(a)(1)(B)"
#   example: |
#     license: cc-by-nc-4.0
#     lineage:
#       - {ref: reviews-nc, relation: subset-of}
package modelgate.rules.data.lineage_license

import data.modelgate.lib.ancestry
import data.modelgate.lib.lineage

applies if count(ancestry.inherited) > 0

deny contains finding if {
	some origin in ancestry.inherited
	origin.child.license.present
	not ancestry.ends(origin.entry, "license")
	reason := lineage.refusal(origin.parent.license.value, origin.child.license.value)
	finding := {
		"at": origin.child.license.at,
		"key": ancestry.key(origin),
		"message": sprintf("dataset %q has the license %q, but it is made from %q, whose license %q %s", [origin.child.name.value, origin.child.license.value, origin.entry.ref.value, origin.parent.license.value, reason]),
		"related": [{"at": origin.parent.license.at, "message": "the license of the parent"}],
	}
}
