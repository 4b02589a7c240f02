# METADATA
# title: Required section missing
# description: "The card must have every section required at its stage: intended use and limitations at review, plus training data and evaluation at production."
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Add the section under a heading of that meaning and write it.
#   sources:
#     - "Mitchell et al., Model Cards for Model Reporting, FAT* 2019, section 4, https://doi.org/10.1145/3287560.3287596"
#     - Regulation (EU) 2024/1689, Art. 13(3)(b) and Annex IV
#   controls: [eu-ai-act/Art. 13(3)(b)]
#   example: |
#     ## Limitations
#     Contracts younger than six months have too little history: their scores are close to random.
package modelgate.rules.card.section_missing

import data.modelgate.lib.sections

applies if input.head.card.present

deny contains finding if {
	applies
	some key in sections.owed
	not key in sections.begun
	finding := {
		"at": input.head.card.at, "key": key,
		"message": sprintf("the model card has no section %q%s%s", [sections.title(key), sections.elsewhere, sections.instead(key)]),
		"suggestion": {"add_section": sections.title(key)},
	}
}
