# METADATA
# title: License not allowed
# description: The license must be in `allowed_licenses` of .modelgate/config.yaml, if that list exists, and must not be in `denied_licenses`. Hub and SPDX spellings of a license are the same; of alternatives, one must be allowed.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Use a model with an allowed license, or ask the owners of .modelgate/config.yaml to allow this license.
#   sources:
#     - allowed_licenses and denied_licenses of .modelgate/config.yaml
#     - "OpenChain ISO/IEC 5230:2020, section 3.3.2 (licence compliance)"
#   example: |
#     license: apache-2.0   # with allowed_licenses: [apache-2.0, mit]
package modelgate.rules.card.license_not_allowed

import data.modelgate.lib.licenses

applies if {
	input.head.card.present
	some list in [input.config.allowed_licenses, input.config.denied_licenses]
	list.present
}

deny contains finding if {
	allowed := input.config.allowed_licenses
	allowed.present
	some item in licenses.stated
	not _acceptable(item.value)
	not _denied(item.value)
	finding := {
		"at": item.at,
		"key": sprintf("license %s", [item.value]),
		"message": sprintf("license %q is not in `allowed_licenses`; allowed: %s", [item.value, _shown(allowed.items)]),
		"related": [{"at": allowed.at, "message": "the allowed licenses"}],
	}
}

deny contains finding if {
	denied := input.config.denied_licenses
	some item in licenses.stated
	_denied(item.value)
	finding := {
		"at": item.at,
		"key": sprintf("license %s", [item.value]),
		"message": sprintf("license %q is in `denied_licenses`; denied: %s", [item.value, _shown(denied.items)]),
		"related": [{"at": denied.at, "message": "the denied licenses"}],
	}
}

# Of alternatives the reader may take the one that is allowed.
_acceptable(value) if {
	some alternative in licenses.alternatives(value)
	every term in alternative { licenses.name(term) in _allowed }
}

_denied(value) if {
	every alternative in licenses.alternatives(value) {
		some term in alternative
		licenses.name(term) in _denied_names
	}
}

_allowed contains licenses.name(item.value) if some item in input.config.allowed_licenses.items

_denied_names contains licenses.name(item.value) if some item in input.config.denied_licenses.items

_shown(items) := concat(", ", [sprintf("%q", [item.value]) | some item in items]) if {
	count(items) > 0
} else := "none"
