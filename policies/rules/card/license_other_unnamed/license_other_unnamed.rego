# METADATA
# title: 'License "other" without name or link'
# description: A license of `other` must have a name and a link to its text.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: "Add `license_name` and `license_link`: a file of the repository or a URL."
#   sources:
#     - "https://huggingface.co/docs/hub/model-cards, section Specifying a license"
#   example: |
#     license: other
#     license_name: example-research-1.0
#     license_link: LICENSE.md
package modelgate.rules.card.license_other_unnamed

import data.modelgate.lib.datasets

applies if input.head.card.license.value == "other"

deny contains {"at": card.license.at, "key": name, "message": sprintf("license %q has no %s", ["other", name])} if {
	card := input.head.card
	card.license.value == "other"
	some name in datasets.missing(card, {"license_name", "license_link"})
}
