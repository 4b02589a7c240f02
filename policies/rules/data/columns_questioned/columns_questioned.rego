# METADATA
# title: Column suggesting personal data
# description: "Data files whose columns are named like identifiers of people, or hold such values, should have a matching status. This warning is a question: a name alone does not prove anything."
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Set `personal_data.status` to match the data. If the status is right, waive the finding with the reason.
#   sources:
#     - Regulation (EU) 2016/679, Art. 4(1), 4(5) and recital 26
#     - table policies/data/identifiers.yaml
#   controls: [gdpr/Art. 4(1)]
#   example: |
#     personal_data: {status: pseudonymised}
package modelgate.rules.data.columns_questioned

import data.modelgate.identifiers
import data.modelgate.lib.datasets
import data.modelgate.lib.identified
import data.modelgate.lib.words

applies if count(_open) > 0

# Datasets that are declared as other than personal, or not at all.
_open contains dataset if {
	some dataset in datasets.impersonal
	count(dataset.tables) > 0
}

_open contains dataset if {
	some dataset in datasets.described
	not dataset.card.personal_data.status.present
	count(dataset.tables) > 0
}

# Values that data/identifiers_found does not report.
deny contains {"at": column.at, "key": sprintf("%s in %s", [kind.kind, column.name]), "message": sprintf("dataset %q: column %q of %s contains %s (%s), but the status of personal data is %s", [dataset.name, column.name, table.path, identifiers.items[kind.kind].title, identified.share(column, kind), _status(dataset)])} if {
	some dataset in _open
	some [table, column, kind] in identified.columns(dataset)
	_unreported(dataset, kind)
}

deny contains {"at": columns[0].at, "key": sprintf("names in %s", [table.path]), "message": sprintf("dataset %q: columns of %s are named like identifiers of people: %s, but the status of personal data is %s", [dataset.name, table.path, concat(", ", [sprintf("%q", [column.name]) | some column in array.slice(columns, 0, 5)]), _status(dataset)])} if {
	some dataset in _open
	some table in dataset.tables
	columns := [column | some column in table.columns; words.named(column.name, "identifiers"); not _found(column)]
	count(columns) > 0
}

_found(column) if {
	some kind in column.kinds
	identified.holds(column, kind)
}

_unreported(dataset, _) if not dataset.card.personal_data.status.present

_unreported(_, kind) if not identifiers.items[kind.kind].sure

_status(dataset) := sprintf("%q", [dataset.card.personal_data.status.value]) if dataset.card.personal_data.status.present

_status(dataset) := "not declared" if not dataset.card.personal_data.status.present
