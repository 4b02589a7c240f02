# METADATA
# title: Placeholder as evidence
# description: Names, reasons and references of a data card must be real. A placeholder, or a path at which there is no file, is not evidence.
# custom:
#   severity: {draft: note, review: error, production: error}
#   remediation: Replace the placeholder, or remove the tag. Correct the path, or commit the document.
#   sources:
#     - "Regulation (EU) 2016/679, Art. 5(2) (accountability)"
#   controls: [gdpr/Art. 5(2)]
#   example: |
#     dpia: {status: done, ref: docs/dpia-2026-012.md, date: 2026-02-10}
package modelgate.rules.data.statement_empty

import data.modelgate.lib.datasets
import data.modelgate.lib.placeholders

applies if count(datasets.described) > 0

deny contains {"at": statement.at, "key": statement.tag, "message": sprintf("dataset %q: %s is %q, which is a placeholder", [dataset.name, statement.tag, statement.value])} if {
	some dataset in datasets.described
	some statement in dataset.card.statements
	_stands_in(statement)
	not _answers(statement)
}

deny contains {"at": statement.at, "key": statement.tag, "message": sprintf("dataset %q: %s is %q, but that file does not exist", [dataset.name, statement.tag, statement.value])} if {
	some dataset in datasets.described
	some statement in dataset.card.statements
	statement.lost
}

_stands_in(statement) if placeholders.stands_in(statement.value)

# What sections of model cards are told by is not in the table.
_stands_in(statement) if statement.announced

# There may be no recipient; an unknown license is data/license_missing.
_answers(statement) if {
	statement.tag == "recipients"
	lower(statement.value) == "none"
}

# The data is in the directory of the card.
_answers(statement) if {
	statement.value in {".", "./"}
	regex.match(`(^|\.)uri$`, statement.tag)
}

_answers(statement) if {
	statement.tag == "license"
	lower(statement.value) == "unknown"
}
