# METADATA
# title: Link text contradicts its target
# description: The name of a link must be that of the model or article that it leads to, and an acronym that of the words in front of it. Readers who follow the link read about something else.
# custom:
#   severity: {draft: note, review: note, production: warning}
#   remediation: Correct the name or the address of the link.
#   sources:
#     - "W3C, WCAG 2.2, success criterion 2.4.4 (link purpose), https://www.w3.org/TR/WCAG22/#link-purpose-in-context"
#     - "Mitchell et al., Model Cards for Model Reporting, 2019, section 4.1, https://doi.org/10.1145/3287560.3287596"
#   example: |
#     # in the text: [xlm-roberta-base](https://huggingface.co/FacebookAI/xlm-roberta-base)
package modelgate.rules.card.link_text_contradicts

applies if input.head.card.present

deny contains {"at": slip.at, "key": sprintf("link %s", [slip.value]), "message": sprintf("the link %q leads to %q", [slip.value, slip.other])} if {
	some slip in input.head.card.slips
	slip.kind == "link"
}

deny contains {"at": slip.at, "key": sprintf("acronym %s", [slip.other]), "message": sprintf("%q is not what the acronym %q behind it is short for", [slip.value, slip.other])} if {
	some slip in input.head.card.slips
	slip.kind == "acronym"
}
