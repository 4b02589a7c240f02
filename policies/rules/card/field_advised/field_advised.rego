# METADATA
# title: Field that a careful author states
# description: The card says which task the model performs and, where it is of text or speech, in which languages. Whoever looks for a model or checks its evaluation needs these.
# custom:
#   severity: {draft: note, review: note, production: warning}
#   remediation: State it.
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
