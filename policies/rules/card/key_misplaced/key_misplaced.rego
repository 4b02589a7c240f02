# METADATA
# title: Key outside of the modelgate mapping
# description: Keys that model cards of the Hugging Face Hub do not have must be in the mapping `modelgate` of the metadata. Elsewhere they have no effect, and a declared law is not checked.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Move the key into the mapping `modelgate`.
#   sources:
#     - table policies/data/keys.yaml
#     - schemas/model-card-extension.schema.json
#   example: |
#     modelgate:
#       risk_class: high
#       regimes: [eu_ai_act]
package modelgate.rules.card.key_misplaced

import data.modelgate.keys
import data.modelgate.lib.licenses

applies if {
	input.head.card.present
	licenses.as_hub
}

deny contains {"at": key.at, "key": sprintf("key %s", [key.name]), "message": sprintf("metadata key %q has no effect here; it belongs in the mapping `modelgate`", [key.name])} if {
	applies
	some key in input.head.card.keys
	key.name in keys.nested
	not _is_label(key.name)
}

# A label that the configuration declares is read from here.
_is_label(name) if {
	some label in input.head.labels
	label.name == name
}
