# METADATA
# title: Contradictory versions
# description: The title, the text and the metadata of a card must state the same version. Otherwise, readers cannot tell which version the card is about.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Correct the version that is wrong. Name earlier versions in a list of changes only.
#   sources:
#     - "ISO/IEC 42001:2023, A.6.2.7 (AI system technical documentation)"
#     - Regulation (EU) 2024/1689, Annex IV, 1(a)
#   controls: [iso-42001/A.6.2.7, eu-ai-act/Art. 11]
#   example: |
#     version: 1.2.0   # and in the text: **Version:** 1.2.0
package modelgate.rules.card.version_contradicts

import data.modelgate.lib.statements

applies if count(_stated) > 0

deny contains {"at": other.at, "key": "version", "message": sprintf("%s states version %q, but %s states %q", [other.where, other.raw, first.where, first.raw])} if {
	all := array.concat(_known, _stated)
	first := all[0]
	others := [stated | some stated in _stated; not _fits(stated.parts, first.parts)]
	other := others[0]
}

# The metadata, else the manifest.
_known := [{"at": version.at, "where": where, "raw": version.value, "parts": parts} |
	some [where, version] in [["the metadata", input.head.card.version], ["modelgate.yaml", input.head.manifest.version]]
	version.present
	parts := _parts(version.value)
]

# Labels first: a title may have the version of what the model was made from.
_stated := array.concat(_labels, _titles)

_labels := [{"at": statement.at, "where": "a label", "raw": statement.value, "parts": parts} |
	some statement in statements.about({"version"})
	parts := _parts(statement.value)
]

_titles := [{"at": statement.at, "where": "the title", "raw": found[0][1], "parts": parts} |
	some statement in statements.about({"title"})
	found := regex.find_all_string_submatch_n(`(?i)(?:^|[\s(,–—])(?:version |ver\. ?|v\.? ?)([0-9]+\.[0-9]+(?:\.[0-9]+)?)(?:$|[\s),;:–—])`, statement.value, 2)
	count(found) == 1
	parts := _parts(found[0][1])
]

# A version and nothing else.
_parts(text) := split(found[0][1], ".") if {
	found := regex.find_all_string_submatch_n("(?i)^[`\"']?(?:version |v\\.? ?)?([0-9]+(?:\\.[0-9]+){0,3})[`\"']?(?: ?\\([^()]*\\))?$", trim_space(text), 1)
	count(found) == 1
}

# One is the beginning of the other: 1.2 of 1.2.0.
_fits(a, b) if {
	every i in numbers.range(0, min([count(a), count(b)]) - 1) { to_number(a[i]) == to_number(b[i]) }
}
