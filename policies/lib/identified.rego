# METADATA
# title: Identifiers in the data
# description: >-
#   The columns of a dataset's files that hold identifiers of people, by the shares
#   of policies/data/identifiers.yaml.
package modelgate.lib.identified

import data.modelgate.identifiers

# columns holds [table, column, kind] of each column with enough cells of a kind.
columns(dataset) := {[table, column, kind] |
	some table in dataset.tables
	some column in table.columns
	some kind in column.kinds
	holds(column, kind)
}

# holds reports whether enough of a column's cells have the form of a kind.
holds(column, kind) if {
	bar := identifiers.items[kind.kind]
	kind.hits >= bar.least
	kind.hits * 100 >= column.cells * _percent(bar, kind.named)
}

_percent(bar, true) := bar.percent_named

_percent(bar, false) := bar.percent

# share is the share of a column's cells in words.
share(column, kind) := sprintf("%d of %d cells", [kind.hits, column.cells])
