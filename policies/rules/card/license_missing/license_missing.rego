# METADATA
# title: Missing license
# description: The card must name the license of the model. Without one, or with "unknown", only the owner may use the model.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Add `license` with a known identifier, such as `apache-2.0`; or use `other` with `license_name` and `license_link`.
#   sources:
#     - https://huggingface.co/docs/hub/repositories-licenses
#     - "Measured: missing in 46 % of 13,916 model cards with metadata (scrape of the Hugging Face hub, February 2022)"
#   example: |
#     license: apache-2.0
package modelgate.rules.card.license_missing

import data.modelgate.lib.fields
import data.modelgate.lib.licenses

applies if input.head.card.present

deny contains {"at": _at, "message": sprintf("the model card's metadata has no license%s", [_prose])} if {
	applies
	not input.head.card.unread # what cannot be read may name one
	count(licenses.stated) == 0
	not input.head.card.license_name.present
}

deny contains {"at": item.at, "key": "license unknown", "message": sprintf("the model card's license is %q, which does not identify a license", [item.value])} if {
	some item in licenses.stated
	lower(item.value) == "unknown"
}

# Where it is written under another key, else where it belongs.
_at := array.concat(fields.misspelt("license"), [input.head.card.license.at])[0]

# A license that is told in words alone is one that no tool finds.
_prose := sprintf("; tools cannot read the prose in section %q", [section.title]) if {
	section := [s | some s in input.head.card.sections; s.key == "license"; s.state == "filled"][0]
} else := ""
