# METADATA
# title: Broken link
# description: A link or image on the card must lead to a file in the repository, or to an address that readers can reach. Readers cannot check a study, license or figure that is missing.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Commit the file, correct the path, or link to where it is published.
#   sources:
#     - "https://github.github.com/gfm/, links; https://docs.github.com/get-started/writing-on-github, relative links and image paths in Markdown files"
#     - "RFC 1918, https://www.rfc-editor.org/rfc/rfc1918, and RFC 6761, https://www.rfc-editor.org/rfc/rfc6761: addresses of one network or one machine"
#     - "RFC 2606, https://www.rfc-editor.org/rfc/rfc2606: domains that are reserved for examples"
#   example: |
#     ![Reliability diagram](figures/reliability.png)   # with figures/reliability.png beside the card
package modelgate.rules.card.link_broken

import data.modelgate.lib.crowds

applies if count(input.head.card.links) > 0

deny contains finding if some finding in crowds.few(_found)

_found contains {"at": link.at, "key": sprintf("link %s", [link.target]), "message": _message(link)} if {
	some link in input.head.card.links
	link.state == "no"
}

_message(link) := "the link has no target" if {
	link.target == ""
} else := "the link has only # as its target, which leads to the top of this page" if {
	link.target == "#"
} else := sprintf("link %q leads to an address that only serves as an example", [link.target]) if {
	regex.match(_reserved, link.target)
} else := sprintf("link %q leads to a machine or a network that readers cannot reach", [link.target]) if {
	_is_closed(link)
} else := sprintf("link %q has no https:// prefix, so it is read as a file path, and no such file is in the repository", [link.target]) if {
	link.kind == "other"
} else := sprintf("%s %q is not in the repository", [_kind(link), link.target])

# RFC 2606, and the accounts in templates.
_reserved := `(?i)^https?://(?:(?:www\.)?(?:example\.(?:com|net|org)|your[-_]?\w+\.\w+)(?:[:/?#]|$)|$|arxiv\.org/)|^https?://(?:www\.)?(?:github\.com|gitlab\.com|huggingface\.co|hf\.co)/`

_is_closed(link) if link.kind == "absolute"

_is_closed(link) if regex.match(`(?i)^(?:file:|/home/|/Users/|/root/|[a-z]:[/\\])`, link.target)

_kind(link) := "the image" if {
	link.image
} else := "the target of the link"
