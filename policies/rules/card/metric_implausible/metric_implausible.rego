# METADATA
# title: Metric with an impossible value
# description: A metric must have a possible value. Accuracy and F1 are between 0 and 1, or 0 and 100 as percentages; a word error rate is not negative; a perplexity is at least 1.
# custom:
#   severity: {draft: warning, review: warning, production: error}
#   remediation: Correct the value, or the name of the metric.
#   sources:
#     - "huggingface/evaluate and scikit-learn, documentation of each metric: its range"
#     - Regulation (EU) 2024/1689, Art. 15(3)
#   controls: [eu-ai-act/Art. 15(3)]
#   example: |
#     metrics:
#       - {type: f1, value: 0.81}   # not 810
package modelgate.rules.card.metric_implausible

import data.modelgate.lib.crowds
import data.modelgate.lib.identity
import data.modelgate.lib.metrics
import data.modelgate.lib.numbers
import data.modelgate.metrics as table

applies if count(input.head.card.claims) > 0

applies if count(input.head.card.body_metrics) > 0

applies if count(input.head.card.table_claims) + count(input.head.card.far_values) > 0

deny contains finding if some finding in crowds.few(_found)

_found contains {"at": claim.at, "key": identity.claim(claim), "message": sprintf("metric %q is %s, outside its valid range: %s", [claim.metric, claim.raw, reason])} if {
	some claim in input.head.card.claims
	range := table.ranges[metrics.kind(claim.metric)]
	reason := _outside(metrics.value(claim), range)
}

# A template has 0 for every value, and so has a run that measured nothing.
_found contains {"at": first.at, "key": "values of 0", "message": sprintf("metric %q is %s, and so is every other result of the card", [first.metric, first.raw])} if {
	shares := [claim | some claim in input.head.card.claims; claim.valid; metrics.kind(claim.metric) == "proportion"]
	count(shares) > 1
	every claim in shares { metrics.value(claim) == 0 }
	first := shares[0]
}

# What the text states, in sentences and in tables. A header there may be of another metric with
# the name of one that is known, so only values beyond a percentage are told.
_found contains {"at": stated.at, "key": sprintf("text %s", [lower(stated.metric)]), "message": sprintf("metric %q is %s, outside its valid range: at most 100, even as a percentage", [stated.metric, stated.raw])} if {
	some stated in array.concat(_sentences, _tables)
	metrics.kind(stated.metric) in {"proportion", "score", "correlation"}
	to_number(stated.value) > 100
	regex.match(`[.,%]`, stated.raw) # a year is none
	not contains(stated.metric, "@")
}

# An area under a curve above 1 would be a percentage that is worse than any guess.
_found contains {"at": stated.at, "key": sprintf("text %s", [lower(stated.metric)]), "message": sprintf("metric %q is %s, outside its valid range: at most 1, or 100 as a percentage", [stated.metric, stated.raw])} if {
	some stated in _fractions
	metrics.plain(stated.metric) in {"auc", "rocauc"}
	numbers.is_number(stated.value)
	to_number(stated.value) > 1
	to_number(stated.value) < 10
}

# What is below the lowest value of its metric is so on any scale.
_found contains {"at": stated.at, "key": sprintf("text %s", [lower(stated.metric)]), "message": sprintf("metric %q is %s, outside its valid range: at least %v", [stated.metric, stated.raw, low])} if {
	some stated in _sentences
	numbers.is_number(stated.value)
	low := table.ranges[metrics.kind(stated.metric)].low
	to_number(stated.value) < low
}

# A fraction just above 1 would be a percentage that is worse than any guess. A version, such as that
# of SQuAD 1.1, has fewer digits.
_found contains {"at": stated.at, "key": sprintf("text %s", [lower(stated.metric)]), "message": sprintf("metric %q is %s, outside its valid range: at most 1, or 100 as a percentage", [stated.metric, stated.raw])} if {
	some stated in _fractions
	metrics.plain(stated.metric) in table.alike
	regex.match(`[.,][0-9]{2,}$`, stated.raw)
	numbers.is_number(stated.value)
	to_number(stated.value) > 1
	to_number(stated.value) < 1.2
}

# Any cell of a table, of this model or another.
_found contains {"at": far.at, "key": sprintf("text %s", [lower(far.metric)]), "message": sprintf("metric %q is %s, outside its valid range: %s", [far.metric, far.raw, reason])} if {
	some far in input.head.card.far_values
	numbers.is_number(far.value)
	not far.at in {claim.at | some claim in input.head.card.table_claims; claim.valid; numbers.is_number(claim.value); to_number(claim.value) > 100}
	reason := _outside(to_number(far.value), table.ranges[metrics.kind(far.metric)])
	regex.match(`[.,%]|^[^0-9]*[-−]`, far.raw)
	not contains(far.metric, "@")
}

_fractions := array.concat([metric | some metric in _sentences; not metric.percent], [claim | some claim in _tables; claim.unit == ""])

_tables := [claim | some claim in input.head.card.table_claims; claim.valid]

# A value that a cell of a table has as well is told of the table.
_sentences := [metric | some metric in input.head.card.body_metrics; not metric.tabled]

_outside(value, range) := sprintf("at least %v", [range.low]) if value < range.low

_outside(value, range) := sprintf("at most %v, even as a percentage", [range.high]) if value > range.high
