# METADATA
# title: Missing announced text
# description: A card must contain the sections that its text refers to, the lists and results that it announces, and all items of a numbered list.
# custom:
#   severity: {draft: note, review: note, production: warning}
#   remediation: Add what is missing, or remove the reference to it.
#   sources:
#     - "Mitchell et al., Model Cards for Model Reporting, 2019, section 4, https://doi.org/10.1145/3287560.3287596"
#     - "huggingface/huggingface_hub src/huggingface_hub/templates/modelcard_template.md"
#   example: |
#     The model reaches the following results:
#
#     ## Citation
package modelgate.rules.card.text_incomplete

applies if count(_missing) > 0

deny contains {"at": gap.at, "key": sprintf("%s %s", [gap.kind, gap.text]), "message": _message(gap)} if {
	some gap in _missing
}

_missing := [gap | some gap in input.head.card.gaps; gap.kind in {"section", "list", "entry", "step"}]

_message(gap) := sprintf("the text refers to section %q, which the card does not have", [gap.text]) if gap.kind == "section"

_message(gap) := sprintf("nothing follows %q", [gap.text]) if gap.kind == "list"

_message(gap) := sprintf("the text refers to %s, which the list of references does not have", [gap.text]) if gap.kind == "entry"

_message(gap) := sprintf("number %s of the numbered list or headings is missing", [gap.text]) if gap.kind == "step"
