# METADATA
# title: LICENSE file that says another licence
# description: The text of a LICENSE file beside the card is that of the licence that the card names. Whoever gets the model reads one of the two, and cannot know which one holds.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Correct the one that is wrong; if the file is about the code alone, say so in its name (LICENSE-CODE).
#   sources:
#     - "huggingface/hub-docs issue 995 (models whose LICENSE file and metadata differ)"
#     - https://huggingface.co/docs/hub/repositories-licenses
#   example: |
#     license: apache-2.0   # and the Apache License, Version 2.0 in LICENSE
package modelgate.rules.card.license_file_contradicts

import data.modelgate.lib.licenses
import data.modelgate.license_texts as table

applies if {
	input.head.card.present
	count(input.head.license_files) > 0
}

deny contains finding if {
	some file in input.head.license_files
	told := _told(file.opening)
	count(_named) > 0
	not told in _named
	some item in licenses.stated
	finding := {
		"at": item.at,
		"key": sprintf("license file %s", [file.path]),
		"message": sprintf("the card names the licence %q, and %s has the text of %q", [item.value, file.path, told]),
		"related": [{"at": file.at, "message": "the text"}],
	}
}

# The licences that the card names and whose text is known by an identifier.
_named contains licenses.name(term) if {
	some item in licenses.stated
	some term in licenses.terms(item.value)
	licenses.flags(term)
}

_told(opening) := [entry.id |
	some entry in table.items
	every words in entry.words { contains(opening, words) }
	every words in object.get(entry, "without", []) { not contains(opening, words) }
][0]
