# METADATA
# title: Model card without a field that is owed
# description: The card states every fact that the table of fields, or the organisation in .modelgate/config.yaml, owes at its stage.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: State it; a key of the organisation's own goes into the metadata as it is written there.
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
