# METADATA
# title: Misspelled metadata key
# description: Metadata keys must be spelled as the Hugging Face Hub spells them. Tools silently ignore a misspelled key and its value.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Rename the key.
#   sources:
#     - "huggingface/hub-docs modelcard.md"
#     - "Measured: model_index 206, library_tag 53, task 33, tasks 17, dataset 14 times in 13,916 model cards (scrape of the Hugging Face hub, February 2022)"
#   example: |
#     license: mit      # not licence
#     model-index: []   # not model_index
package modelgate.rules.card.key_misspelt

import data.modelgate.lib.crowds
import data.modelgate.lib.fields
import data.modelgate.lib.licenses

applies if {
	input.head.card.present
	licenses.as_hub
}

deny contains finding if some finding in crowds.few(_found)

_found contains finding if {
	applies
	some key in input.head.card.keys
	meant := fields.meant(key.name)
	finding := object.union(_suggestion(meant, key), {"at": key.at, "message": sprintf("unknown metadata key %q is ignored; did you mean %q?%s", [key.name, meant, _misfit(meant, key)])})
}

# Of two keys that mean the same, which one counts is for a person to say.
_suggestion(meant, key) := {"suggestion": {"rename_key": meant}} if {
	fields.fits(meant, key)
	count(fields.misspelt(meant)) == 1
	every other in input.head.card.keys { other.name != meant }
} else := {}

_misfit(meant, key) := "" if fields.fits(meant, key)

else := sprintf(" Its value %q is not valid there", [key.value]) if key.kind == "string"

else := sprintf(" Its value, a %s, is not valid there", [{"sequence": "list"}[key.kind]]) if key.kind == "sequence"

else := sprintf(" Its value, a %s, is not valid there", [key.kind])
