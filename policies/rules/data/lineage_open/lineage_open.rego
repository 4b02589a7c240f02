# METADATA
# title: Derived data with wider access
# description: A dataset should not be more open than the data that it is made from. An open license, or a transfer that the source does not have, reaches people whom the source excludes.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Use the limits of the source. Otherwise, add the evidence that the source permits it to the lineage entry, with `ends` license or personal-data.
#   sources:
#     - "Regulation (EU) 2016/679, Art. 5(1)(b), 5(1)(f) and 44"
#     - "Longpre et al., The Data Provenance Initiative, 2023, https://arxiv.org/abs/2310.16787"
#   controls: [gdpr/Art. 5(1)(f)]
#   example: |
#     license: other
#     lineage:
#       - {ref: customer-contracts, relation: derived-from}
package modelgate.rules.data.lineage_open

import data.modelgate.lib.ancestry
import data.modelgate.lib.identity
import data.modelgate.lib.licenses
import data.modelgate.lib.transfers

applies if count(ancestry.inherited) > 0

_known(license) if count(licenses.flags(license)) >= 0

# What the license of the parent allows is not known.
deny contains {"at": origin.child.license.at, "key": ancestry.key(origin), "message": sprintf("dataset %q has the open license %q, but it is made from %q, whose license %q is unknown to be open", [origin.child.name.value, origin.child.license.value, origin.entry.ref.value, origin.parent.license.value])} if {
	some origin in ancestry.inherited
	not ancestry.ends(origin.entry, "license")
	licenses.open(origin.child.license.value)
	origin.parent.license.present
	not _known(origin.parent.license.value)
}

deny contains {"at": transfer.country.at, "key": sprintf("%s %s", [ancestry.key(origin), identity.transfer(transfer)]), "message": sprintf("dataset %q is transferred to %q, but %q, from which it is made, is not", [origin.child.name.value, transfer.country.value, origin.entry.ref.value])} if {
	some origin in ancestry.personal
	ancestry.about_people(origin.child)
	not ancestry.ends(origin.entry, "personal-data")
	origin.parent.transfers.present
	some transfer in origin.child.transfers.items
	transfers.third(transfer.country.value)
	not transfer.country.value in {known.country.value | some known in origin.parent.transfers.items}
}
