# METADATA
# title: Reversed range
# description: The first bound of a range must not be above the second. A reversed range hides that at least one of its bounds is wrong.
# custom:
#   severity: {draft: note, review: note, production: warning}
#   remediation: Correct the bound that is wrong, or exchange the two.
#   sources:
#     - "Mitchell et al., Model Cards for Model Reporting, 2019, section 4, https://doi.org/10.1145/3287560.3287596"
#     - "Patashnik, BibTeXing, 1988, pages: http://mirrors.ctan.org/biblio/bibtex/base/btxdoc.pdf"
#   example: |
#     # in the text: The letters were written between 1998 and 2002.
package modelgate.rules.card.range_reversed

applies if input.head.card.present

deny contains {"at": slip.at, "key": sprintf("range %s", [slip.value]), "message": sprintf("the first bound of %q is above the second", [slip.value])} if {
	some slip in input.head.card.slips
	slip.kind == "range"
}
