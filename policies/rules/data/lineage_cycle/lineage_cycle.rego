# METADATA
# title: Cycle in the lineage
# description: A dataset cannot be made from itself, directly or through other datasets. Obligations cannot be followed in a cycle.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Remove the wrong entry of `lineage`. If a dataset is a later version of another, give each version a card of its own.
#   sources:
#     - "W3C PROV-DM, wasDerivedFrom (PROV-CONSTRAINTS, constraint 52)"
#     - Regulation (EU) 2024/1689, Art. 10(2)(b)
#   example: |
#     lineage:
#       - {ref: customer-contracts, relation: subset-of}
package modelgate.rules.data.lineage_cycle

import data.modelgate.lib.ancestry

applies if count(ancestry.steps) > 0

deny contains {"at": origin.entry.ref.at, "key": ancestry.key(origin), "message": sprintf("dataset %q is made from %q, which is itself made from %q", [origin.child.name.value, origin.entry.ref.value, origin.child.name.value])} if {
	some origin in ancestry.steps
	origin.cycle
}
