# METADATA
# title: Heading with nothing written under it
# description: A section must have content or be removed. Template text left under a heading looks like a finished section.
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

import data.modelgate.lib.crowds
import data.modelgate.lib.sections

applies if input.head.card.present

deny contains finding if some finding in crowds.few(_found)

_found contains {"at": first.at, "key": sprintf("section %s", [first.title]), "message": sprintf("section %q %s", [first.title, sections.lack(first)])} if {
	some title, places in _under
	not title in _excused
	first := input.head.card.sections[min(places)]
	_promises(first)
}

# The places of the sections under each heading.
_under[section.title] contains i if some i, section in input.head.card.sections

# Headings of which a section is written, or owed, or has others under it, which
# are judged by themselves.
_excused contains section.title if {
	some section in input.head.card.sections
	sections.written(section)
}

# What is owed, and nowhere written, is card/section_not_filled, and so is every placeholder for it.
_excused contains section.title if {
	some section in input.head.card.sections
	section.key in sections.owed
	not section.key in sections.filled
}

_excused contains section.title if {
	some section in input.head.card.sections
	section.key in sections.owed
	section.state in {"placeholder", "unanswered"}
}

_excused contains section.title if {
	some section in input.head.card.sections
	section.parent
}

# How to run a model may be said elsewhere.
_excused contains section.title if {
	some section in input.head.card.sections
	section.key == "how_to_use"
	section.state == "unanswered"
}

# A bare heading of no known meaning, such as a greeting, promises nothing.
_promises(section) if section.key != ""

_promises(section) if section.state != "empty"
