# METADATA
# title: Required section not written
# description: A required section must have content of its own. A bare heading or template text is not enough; "Not applicable" with a reason is.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Write the section, or write "Not applicable" with the reason.
#   sources:
#     - "Mitchell et al., Model Cards for Model Reporting, FAT* 2019, section 4, https://doi.org/10.1145/3287560.3287596"
#     - "Measured: 76 % of the sections on intended use and limitations in 29,083 model cards are empty or template text (scrape of the Hugging Face hub, February 2022)"
#   controls: [eu-ai-act/Art. 13(3)(b)]
#   example: |
#     ## Limitations
#     Contracts younger than six months have too little history: their scores are close to random.
package modelgate.rules.card.section_not_filled

import data.modelgate.lib.crowds
import data.modelgate.lib.sections

applies if input.head.card.present

deny contains finding if some finding in crowds.few(_found)

_found contains {"at": first.at, "key": key, "message": sprintf("section %s %s", [_named(first), sections.lack(first)])} if {
	some key in sections.owed
	not key in sections.filled
	first := [section | some section in input.head.card.sections; section.key == key][0]
}

# A placeholder is one, whatever another section of the same meaning has.
_found contains {"at": section.at, "key": sprintf("%s in %s", [section.key, section.title]), "message": sprintf("section %s %s", [_named(section), sections.lack(section)])} if {
	some section in input.head.card.sections
	section.key in sections.owed
	section.key in sections.filled
	section.state in {"placeholder", "unanswered"}
	not section.parent
}

# A heading may stand for several sections, each of which is owed.
_named(section) := sprintf("%q", [section.title]) if {
	lower(section.title) == lower(sections.title(section.key))
} else := sprintf("%q (required section %q)", [section.title, sections.title(section.key)])
