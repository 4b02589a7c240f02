# METADATA
# title: Recommended field missing
# description: The card should state the model's task and, for text or speech models, its languages. Users need both to find a model and to interpret its results.
# custom:
#   severity: {draft: note, review: note, production: warning}
#   remediation: Add the field named in the message.
#   sources:
#     - "Mitchell et al., Model Cards for Model Reporting, FAT* 2019, section 4.1 (model details)"
#     - "huggingface/hub-docs modelcard.md, keys pipeline_tag and language"
#   example: |
#     pipeline_tag: text-classification
#     language: de
package modelgate.rules.card.field_advised

import data.modelgate.lib.fields

applies if input.head.card.present

deny contains {"at": fields.at(name), "key": sprintf("field %s", [name]), "message": sprintf("the model card does not state %s", [fields.title(name)])} if {
	applies
	not input.head.card.unread # what cannot be read may state it
	some name in fields.advised
	not fields.stated(name)
	count(fields.misspelt(name)) == 0 # card/key_misspelt says it
}
