# METADATA
# title: Metadata key without a value
# description: A metadata key must have a value. Tools read `license:` without a value as null, which is the same as no key.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Write the value, or remove the key.
#   sources:
#     - https://yaml.org/spec/1.2.2/#empty-nodes
#     - "Measured: 241 keys of 13,916 model cards (scrape of the Hugging Face hub, February 2022)"
#   example: |
#     thumbnail: https://example.com/churn.png
package modelgate.rules.card.metadata_null

import data.modelgate.keys as table
import data.modelgate.lib.crowds

applies if input.head.card.present

deny contains finding if some finding in crowds.few(_found)

_found contains {"at": key.at, "message": sprintf("metadata key %q has no value", [key.name])} if {
	some key in input.head.card.keys
	key["null"]
	not key.name in object.get(table.empty, input.head.card.format, [])
}
