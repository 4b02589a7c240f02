# METADATA
# title: Metrics
# description: What the table knows of the metrics that a card states.
package modelgate.lib.metrics

import data.modelgate.metrics as table

# kind is the kind of values that a metric has, by its name: the whole name, or
# what is left of it without a cut-off (precision@10, recall_at_k) and without words on how
# it was averaged. It is undefined for a metric that the table does not know.
kind(name) := table.items[_joined(_words(name))]

kind(name) := table.items[rest] if {
	words := _words(name)
	not table.items[_joined(words)]
	rest := _joined([word | some word in words; not word in table.qualifiers])
}

_words(name) := [word | some word in regex.split(`[^a-z0-9.+]+`, regex.replace(replace(lower(name), "²", "2"), `@ ?([0-9.:]+|k\b)|[_ ]at[_ ]([0-9]+|k)(_|\b|$)`, " ")); word != ""]

_joined(words) := concat("", words)

# MTEB measures how well an abstention works (naucs), for each of its metrics.
kind(name) := "any" if {
	startswith(lower(name), "nauc_")
	not table.items[_joined(_words(name))]
}

# plain is the name of a metric without a cut-off, without words on how it was averaged, and
# without separators: what metrics with one kind of values are grouped by.
plain(name) := object.get(table.aliases, _bare(name), _bare(name))

_bare(name) := rest if {
	rest := _joined([word | some word in _words(name); not word in table.qualifiers; not word in {"score", "rate"}])
	rest != ""
} else := _joined(_words(name))

# measures_nothing holds of a number that no evaluation measures, such as an epoch or a
# count of parameters. The name of a nested number is also read by its last part.
measures_nothing(name) if kind(name) == "fact"

measures_nothing(name) if kind(regex.replace(name, `^.*\.`, "")) == "fact"

# value is the number that a claim states.
value(claim) := to_number(claim.value) if claim.value != ""

# identity is all that tells one stated metric from another.
identity(claim) := [
	claim.task, claim.dataset_type, claim.dataset, claim.config, claim.split, claim.revision, claim.slice,
	claim.metric, claim.metric_name, claim.args, claim.source.value,
]
