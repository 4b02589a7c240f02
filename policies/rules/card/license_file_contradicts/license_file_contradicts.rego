# METADATA
# title: LICENSE file contradicts the card
# description: A LICENSE file next to the card must contain the text of the license named on the card. If the two differ, users cannot tell which one applies.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Correct the one that is wrong. If the file covers only the code, show that in its name, such as LICENSE-CODE.
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
	item := min(licenses.stated)
	finding := {
		"at": item.at,
		"key": sprintf("license file %s", [file.path]),
		"message": sprintf("the card names license %q, but %s contains the text of %q", [item.value, file.path, told]),
		"related": [{"at": file.at, "message": "the text"}],
	}
}

# The licenses that the card names and whose text is known by an identifier.
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
