# METADATA
# title: Link to a file that is not there
# description: A relative link or image of the card leads to a file of the repository. A study, licence or figure that the card rests on and that is not there cannot be read by anybody.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Commit the file, correct the path, or link to where it is published.
#   sources:
#     - "https://github.github.com/gfm/, links; https://docs.github.com/get-started/writing-on-github, relative links and image paths in Markdown files"
#   example: |
#     ![Reliability diagram](figures/reliability.png)   # with figures/reliability.png beside the card
package modelgate.rules.card.link_broken

applies if count(input.head.card.links) > 0

deny contains {"at": link.at, "key": sprintf("link %s", [link.target]), "message": _message(link)} if {
	some link in input.head.card.links
	link.state == "no"
}

_message(link) := "the link leads nowhere: its target is empty" if {
	link.target == ""
} else := sprintf("the link %q lacks https:// and is read as a file, which is not in the repository", [link.target]) if {
	link.kind == "other"
} else := sprintf("%s %q is not in the repository", [_kind(link), link.target])

_kind(link) := "the image" if {
	link.image
} else := "the target of the link"
