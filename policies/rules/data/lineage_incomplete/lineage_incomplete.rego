# METADATA
# title: Incomplete lineage
# description: Each dataset in the lineage of a data card should have a data card, and what a transformation ends should have evidence. Otherwise, inherited obligations cannot be checked.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Add a data card whose `name` is the `ref`; or add `transformation` and `evidence_ref` to the entry.
#   sources:
#     - Regulation (EU) 2024/1689, Art. 10(2)(b)
#     - "Gebru et al., Datasheets for Datasets, CACM 64(12), 2021, section 3.3"
#   controls: [eu-ai-act/Art. 10(2)(b)]
#   example: |
#     lineage:
#       - {ref: customer-contracts, relation: derived-from}
package modelgate.rules.data.lineage_incomplete

import data.modelgate.lib.ancestry

applies if count(ancestry.steps) > 0

deny contains {"at": origin.entry.ref.at, "key": ancestry.key(origin), "message": sprintf("dataset %q is made from %q, which has no data card", [origin.child.name.value, origin.entry.ref.value])} if {
	some origin in ancestry.steps
	not origin.parent.present
}

deny contains {"at": origin.entry.ends.at, "key": sprintf("%s ends", [ancestry.key(origin)]), "message": sprintf("dataset %q: the lineage from %q ends obligations without a transformation and evidence_ref, so they still pass", [origin.child.name.value, origin.entry.ref.value])} if {
	some origin in ancestry.steps
	origin.entry.ends.present
	not ancestry.proven(origin.entry)
}

deny contains {"at": origin.at, "key": "cut", "message": sprintf("the lineage of the model is too long to check beyond dataset %q", [origin.child.name.value])} if {
	some origin in ancestry.steps
	origin.cut
}
