# METADATA
# title: Licence that is not allowed here
# description: The model's licence is one that `allowed_licenses` of .modelgate/config.yaml lists.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Use a model under an allowed licence, or ask the owners of .modelgate/config.yaml to allow this one.
#   sources:
#     - allowed_licenses of .modelgate/config.yaml
#     - "OpenChain ISO/IEC 5230:2020, section 3.3.2 (licence compliance)"
#   example: |
#     license: apache-2.0   # with allowed_licenses: [apache-2.0, mit]
package modelgate.rules.card.license_not_allowed

applies if {
	input.head.card.present
	input.config.allowed_licenses.present
}

deny contains finding if {
	allowed := input.config.allowed_licenses
	allowed.present
	license := input.head.card.license
	license.present
	not lower(license.value) in {lower(item.value) | some item in allowed.items}
	finding := {
		"at": license.at,
		"message": sprintf("licence %q is not allowed here; allowed are %s", [license.value, _shown(allowed.items)]),
		"related": [{"at": allowed.at, "message": "the licences that are allowed"}],
	}
}

_shown(items) := concat(", ", [sprintf("%q", [item.value]) | some item in items]) if {
	count(items) > 0
} else := "none"
