# METADATA
# title: Prohibited data transaction
# description: Bulk or government-related data cannot be sold to a country of concern or a covered person, and bulk human omic data cannot be accessible to them.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Remove the access. Otherwise, refer to an exemption or a license in `us_28cfr202`.
#   sources:
#     - "28 CFR 202.301, 202.303, 202.601"
#   controls: [us-28cfr202/28 CFR 202.301, us-28cfr202/28 CFR 202.303]
#   example: |
#     us_28cfr202: {us_persons: {genomic: 0}, transaction: vendor-agreement, security_ref: "cisa:2026-1"}
package modelgate.rules.us_28cfr202.transaction_prohibited

import data.modelgate.lib.bulk
import data.modelgate.lib.controls
import data.modelgate.packs

applies if controls.checked("us_28cfr202")

deny contains {"at": at, "key": sprintf("%s of %s", [where, dataset.name]), "message": sprintf("dataset %q: %s, and the data is %s: %s", [dataset.name, where, bulk.reason(dataset.card), why])} if {
	some [dataset, at, where] in bulk.accesses
	not bulk.allowed(dataset.card)
	some why in _prohibited(dataset.card)
}

_prohibited(card) := {"data brokerage is prohibited (28 CFR 202.301)" | controls.is(card, "us_28cfr202.transaction", "data-brokerage")} | {sprintf("access to bulk human omic data (%s) is prohibited (28 CFR 202.303)", [category]) |
	some category in packs.us_28cfr202.human_omic
	category in bulk.over(card)
	some value in controls.values(card, "us_28cfr202.transaction")
	value.value in {"vendor-agreement", "employment-agreement", "investment-agreement"}
}
