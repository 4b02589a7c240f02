# METADATA
# title: Required field missing
# description: The card must contain every field that is required at its stage, by default or by `require` in .modelgate/config.yaml.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Add the field. For a custom key, use the exact name from .modelgate/config.yaml.
#   sources:
#     - "Mitchell et al., Model Cards for Model Reporting, FAT* 2019, section 4.1 (model details)"
#     - require of .modelgate/config.yaml
#   example: |
#     # .modelgate/config.yaml              # README.md
#     require:                              cost_center: "4711"
#       production: {fields: [cost_center]}
package modelgate.rules.card.field_missing

import data.modelgate.lib.fields

applies if input.head.card.present

deny contains {"at": fields.at(name), "key": sprintf("field %s", [name]), "message": sprintf("the model card does not state %s", [fields.title(name)])} if {
	applies
	not input.head.card.unread # what cannot be read may state it
	some name in fields.owed
	not fields.stated(name)
}
