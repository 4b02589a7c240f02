# METADATA
# title: Inconsistent citation
# description: The identifiers and addresses in a citation must be those of one paper, and it must be valid BibTeX. Otherwise readers cite another paper than the model's, or nothing.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Correct the identifier or the address in the citation, or add or remove the brace or the comma.
#   sources:
#     - "huggingface/hub-docs modelcard.md, citation"
#     - "Mitchell et al., Model Cards for Model Reporting, 2019, section 4.1 (citation details), https://doi.org/10.1145/3287560.3287596"
#   example: |
#     @article{m, url = {https://arxiv.org/abs/1910.13461}, eprint = {1910.13461}}
package modelgate.rules.card.citation_inconsistent

applies if count(input.head.card.citations) > 0

applies if count(_open) > 0

deny contains {"at": entry.at, "key": sprintf("citation %s", [entry.key]), "message": sprintf("citation %q names different papers: arXiv %s", [entry.key, concat(" and ", entry.papers)])} if {
	some entry in input.head.card.citations
	count(entry.papers) > 1
}

deny contains {"at": gap.at, "key": sprintf("brace %s", [gap.text]), "message": sprintf("citation %q is not valid BibTeX: check its braces and commas", [gap.text])} if {
	some gap in _open
}

_open := [gap | some gap in input.head.card.gaps; gap.kind == "brace"]
