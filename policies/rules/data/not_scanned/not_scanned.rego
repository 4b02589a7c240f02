# METADATA
# title: Data files not scanned
# description: The files of data that is declared as non-personal, anonymised or synthetic should be readable for the scan for identifiers. Nothing is known about a file that was not read, and the names of files decide which ones are beyond a limit.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: "Commit the file, or a sample of it, in a form that is scanned, and split data that is beyond a limit into datasets. If the status was checked otherwise, waive the finding with the reason."
#   sources:
#     - Regulation (EU) 2016/679, Art. 5(2)
#   controls: [gdpr/Art. 5(2)]
#   example: |
#     # data/wine.csv instead of data/wine.csv.gz
#     source: {kind: static-file, origin: public, name: wine, uri: data/wine.csv}
package modelgate.rules.data.not_scanned

import data.modelgate.lib.datasets

applies if {
	some dataset in datasets.impersonal
	count(dataset.tables) > 0
}

deny contains finding if {
	some dataset in datasets.impersonal
	some reason in {table.reason | some table in _unread(dataset)}
	tables := [table | some table in _unread(dataset); table.reason == reason]
	finding := {
		"at": tables[0].at,
		"key": sprintf("%s: %s", [dataset.name, reason]),
		"message": sprintf("dataset %q: values of %s were not scanned: %s", [dataset.name, _named([table.path | some table in tables]), reason]),
		"related": [{"at": table.at, "message": "not scanned"} | some table in array.slice(tables, 1, 51)],
	}
}

_unread(dataset) := [table |
	some table in dataset.tables
	table.state in {"not_scanned", "names"}
]

_named(paths) := concat(", ", paths) if count(paths) <= 5

_named(paths) := sprintf("%s and %d more files", [concat(", ", array.slice(paths, 0, 5)), count(paths) - 5]) if count(paths) > 5
