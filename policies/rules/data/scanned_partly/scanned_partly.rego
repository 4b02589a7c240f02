# METADATA
# title: Data file scanned in part
# description: A large data file is scanned at its beginning only, and a note should state which part of it is unknown.
# custom:
#   severity: note
#   remediation: No action is needed if the rows that follow are like the first.
#   sources:
#     - Regulation (EU) 2016/679, Art. 5(2)
#   controls: [gdpr/Art. 5(2)]
#   example: |
#     source: {kind: static-file, origin: public, name: wine, uri: data/wine.csv}
package modelgate.rules.data.scanned_partly

import data.modelgate.lib.datasets

applies if {
	some dataset in datasets.impersonal
	count(dataset.tables) > 0
}

deny contains {"at": table.at, "key": table.path, "message": sprintf("dataset %q: %s was scanned in part: %s", [dataset.name, table.path, table.reason])} if {
	some dataset in datasets.impersonal
	some table in dataset.tables
	table.state == "partly"
}
