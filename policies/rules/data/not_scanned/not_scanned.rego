# METADATA
# title: Data file not scanned
# description: The files of data that is declared as non-personal, anonymised or synthetic should be readable for the scan for identifiers. Nothing is known about a file that was not read.
# custom:
#   severity: note
#   remediation: No action is needed if the status was checked otherwise. Otherwise, commit a sample of the file as CSV or JSON Lines.
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

deny contains {"at": table.at, "key": table.path, "message": sprintf("dataset %q: %s was %s: %s", [dataset.name, table.path, _words[table.state], table.reason])} if {
	some dataset in datasets.impersonal
	some table in dataset.tables
	_words[table.state]
}

_words := {"not_scanned": "not scanned", "partly": "scanned in part", "names": "not scanned"}
