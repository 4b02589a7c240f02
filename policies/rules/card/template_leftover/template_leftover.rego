# METADATA
# title: Leftover template text
# description: A written section must not contain template text or open notes, such as "More information needed", "TODO" or `{{ developers }}`. Readers cannot tell whether such a section is finished.
# custom:
#   severity: {draft: note, review: note, production: warning}
#   remediation: Replace the text with what is missing, or remove it (`modelgate fix` removes whole paragraphs).
#   sources:
#     - "huggingface/huggingface_hub templates/modelcard_template.md, whose blanks are filled with [More Information Needed]"
#     - "huggingface/transformers modelcard.py, TrainingSummary.to_model_card, which writes More information needed below its headings"
#   example: |
#     ## Limitations
#     Contracts younger than six months have too little history: their scores are close to random.
package modelgate.rules.card.template_leftover

import data.modelgate.lib.crowds

applies if input.head.card.present

deny contains finding if some finding in crowds.few(_found)

_found contains {"at": left.at, "key": sprintf("section %s: %s", [left.section, left.text]), "message": sprintf("section %q begins with the placeholder %q", [left.section, left.text])} if {
	some left in input.head.card.template_text
	left.owed
}

_found contains finding if {
	some left in input.head.card.template_text
	not left.owed
	not left.inline
	finding := {
		"at": left.at,
		"key": sprintf("section %s: %s", [left.section, left.text]),
		"message": sprintf("%s %q is still in section %q", [_kind(left), left.text, left.section]),
		"suggestion": {"remove": left.text},
	}
}

# A blank within a text that somebody wrote: what belongs there only they know.
_found contains {"at": left.at, "key": sprintf("section %s: %s", [left.section, left.text]), "message": sprintf("section %q still contains %q", [left.section, left.text])} if {
	some left in input.head.card.template_text
	left.inline
}

_kind(left) := "the comment" if {
	left.comment
} else := "template text"
