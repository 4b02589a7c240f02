# METADATA
# title: Undeclared access from a concern country
# description: Bulk or government-related data cannot be accessible from a country of concern, or by a covered person, if no transaction is declared.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Move the data or remove the access. Otherwise, declare `us_28cfr202.transaction` and what 28 CFR 202.401 requires, an exemption or a license.
#   sources:
#     - "28 CFR 202.205, 202.210, 202.211, 202.601"
#   controls: [us-28cfr202/28 CFR 202.210]
#   example: |
#     us_28cfr202: {us_persons: {biometric: 20000}, access: [], covered_persons: false, transaction: none}
#     storage: [{uri: "s3://b/x/", region: us-east-1, country: US}]
package modelgate.rules.us_28cfr202.country_of_concern

import data.modelgate.lib.bulk
import data.modelgate.lib.controls

applies if controls.checked("us_28cfr202")

deny contains {"at": at, "key": sprintf("%s of %s", [where, dataset.name]), "message": sprintf("dataset %q: %s, and the data is %s, but us_28cfr202.transaction is %s (28 CFR 202.210)", [dataset.name, where, bulk.reason(dataset.card), _transaction(dataset.card)])} if {
	some [dataset, at, where] in bulk.accesses
	not bulk.allowed(dataset.card)
	count([value | some value in controls.values(dataset.card, "us_28cfr202.transaction"); value.value != "none"]) == 0
}

_transaction(card) := `"none"` if controls.is(card, "us_28cfr202.transaction", "none")

_transaction(card) := "missing" if not controls.is(card, "us_28cfr202.transaction", "none")
