# METADATA
# title: Link to another address than shown
# description: A link whose text is an address must lead to that address. Readers trust the address that they see, and copy it.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Correct the text or the target of the link, so both are the same address.
#   sources:
#     - "https://cwe.mitre.org/data/definitions/451.html: user interface misrepresentation of critical information"
#     - "https://github.github.com/gfm/#links"
#   controls: [cwe/CWE-451]
#   example: |
#     [https://arxiv.org/abs/1810.04805](https://arxiv.org/abs/1810.04805)
package modelgate.rules.card.link_misleading

import data.modelgate.lib.crowds

applies if count(input.head.card.links) > 0

deny contains finding if some finding in crowds.few(_found)

_found contains {"at": flaw.at, "key": sprintf("link %s", [flaw.text]), "message": sprintf("the link shows %q, but leads to %q", [flaw.text, flaw.meant])} if {
	some flaw in input.head.card.flaws
	flaw.kind == "link_text_differs"
}
