# METADATA
# title: Model card without a licence
# description: The card says under which licence the model may be used. Without one nobody but its owner may. The value "unknown" says as little as none.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Add `license` with an identifier of the list, or `other` with `license_name` and `license_link`.
#   sources:
#     - https://huggingface.co/docs/hub/repositories-licenses
#     - "Measured: missing in 46 % of 13,916 model cards with metadata (scrape of the Hugging Face hub, February 2022)"
#   example: |
#     license: apache-2.0
package modelgate.rules.card.license_missing

applies if input.head.card.present

deny contains {"at": license.at, "message": "the model card names no licence"} if {
	applies
	license := input.head.card.license
	not license.present
}

deny contains {"at": license.at, "message": sprintf("the model card gives its licence as %q", [license.value])} if {
	applies
	license := input.head.card.license
	lower(license.value) == "unknown"
}
