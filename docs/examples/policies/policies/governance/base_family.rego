# METADATA
# title: Base model of another family
# description: Base models must be from an allowed family.
# custom:
#   severity: error
#   remediation: Use a base model from an allowed family, or ask governance to extend .modelgate/data/base_families.yaml.
#   sources: ["Model handbook, section 7"]
package modelgate.custom.governance.base_family

import data.modelgate.base_families

applies if count(input.head.card.base_models.items) > 0

deny contains {"at": base.at, "key": base.value, "message": sprintf("base model %q is not from an allowed family", [base.value])} if {
	some base in input.head.card.base_models.items
	not allowed(base.value)
}

allowed(name) if {
	some family in base_families.allowed
	startswith(lower(name), family)
}
