# METADATA
# title: Heading with nothing written under it
# description: A heading that nobody owes has a text, too, or is not there. What its template left there looks like a filled section to whoever skims the card.
# custom:
#   severity: {draft: note, review: note, production: warning}
#   remediation: Write the section, remove its heading, or write "Not applicable" with the reason.
#   sources:
#     - "huggingface/huggingface_hub src/huggingface_hub/templates/modelcard_template.md, whose text for what is not written is [More Information Needed]"
#     - "Measured: 1,715 headings of 1,553 among 29,083 model cards have nothing under them; 2,237 cards have template text (scrape of the Hugging Face hub, February 2022)"
#   example: |
#     ## Environmental impact
#     Not applicable: the model was trained in four minutes on a laptop.
package modelgate.rules.card.section_unwritten

import data.modelgate.lib.sections

applies if input.head.card.present

deny contains {"at": first.at, "key": sprintf("section %s", [first.title]), "message": sprintf("section %q %s", [first.title, sections.lack(first)])} if {
	some found in _unowed
	every section in found { not sections.written(section) }
	first := found[0]
	_promises(first)
}

# A bare heading of no known meaning, such as a greeting, promises nothing.
_promises(section) if section.key != ""

_promises(section) if section.state != "empty"

# The sections under each heading, of which none is owed.
_unowed[title] := found if {
	some title in {section.title | some section in input.head.card.sections}
	found := [section | some section in input.head.card.sections; section.title == title]
	every section in found {
		not section.parent # what is under it is judged by itself
		not section.key in sections.owed
	}
}
