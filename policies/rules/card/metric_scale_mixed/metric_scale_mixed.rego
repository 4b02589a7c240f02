# METADATA
# title: One metric on two scales
# description: All values of one metric on one dataset must be fractions, or all percentages. With 0.24 next to 24, readers and thresholds misread one by a factor of 100.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Write all values of the metric as fractions, or all as percentages. A percent sign makes the scale explicit.
#   sources:
#     - "Measured: 119 of 766 word error rates in 2,773 model-index blocks are fractions among percentages (scrape of the Hugging Face hub, February 2022)"
#   example: |
#     metrics:
#       - {type: wer, value: 24.1}
#       - {type: wer, value: 19.8}   # not 0.198
package modelgate.rules.card.metric_scale_mixed

import data.modelgate.lib.crowds
import data.modelgate.lib.identity
import data.modelgate.lib.metrics
import data.modelgate.metrics as table

applies if count(input.head.card.claims) > 1

deny contains finding if some finding in crowds.few(_found)

# The smallest and the largest value of each metric on each dataset, where the table has a limit
# above which a value must be a percentage.
_found contains finding if {
	applies
	some places in _places
	values := [[metrics.value(input.head.card.claims[i]), i] | some i in places]
	[low, i] := min(values)
	[high, j] := max(values)
	least := input.head.card.claims[i]
	most := input.head.card.claims[j]
	limit := table.fractions[metrics.kind(least.metric)]
	low > 0
	low <= 1
	high > limit
	high > 20 * low # a percentage near 1 is not so far from the others
	finding := {
		"at": least.at,
		"key": identity.claim(least),
		"message": sprintf("%q is %s here and %s elsewhere for the same dataset: one is a fraction, the other a percentage", [least.metric, least.raw, most.raw]),
		"related": [{"at": most.at, "message": "the other value"}],
	}
}

# Two metrics of one kind on one dataset, of which one is a fraction and the other a percentage.
_found contains finding if {
	some measured in _alike
	[_, i] := min([[value, i] | some [value, i] in measured])
	[high, j] := max([[value, j] | some [value, j] in measured])
	least := input.head.card.claims[i]
	most := input.head.card.claims[j]
	metrics.plain(least.metric) != metrics.plain(most.metric)
	metrics.value(least) >= 0.2
	metrics.value(least) <= 1
	high >= 20
	finding := {
		"at": least.at,
		"key": identity.claim(least),
		"message": sprintf("%q is %s, but %q is %s for the same dataset: one is a fraction, the other a percentage", [least.metric, least.raw, most.metric, most.raw]),
		"related": [{"at": most.at, "message": "the other value"}],
	}
}

# The values of such metrics by what they were measured on.
_alike := {measured: values |
	count(_placed) <= 500 # of more, the rules on one metric tell enough
	some [_, measured] in _placed
	values := [[metrics.value(input.head.card.claims[i]), i] | some [i, other] in _placed; other == measured]
}

_placed := [[i, array.slice(metrics.identity(claim), 0, 7)] |
	some i, claim in input.head.card.claims
	claim.unit == ""
	claim.valid
	metrics.plain(claim.metric) in table.alike
	not _within(claim.metric)
]

# Of 1,000 results, at most a few can be right: precision@1000 is next to 0 in per cent, too.
_within(metric) if regex.match(`(?i)(?:@|_at_| at )[0-9]`, metric)

# The places of the claims of each metric on a dataset whose scale the card leaves open. A value
# near 0 on another dataset may be a percentage.
_places := {metric: places |
	some claim in input.head.card.claims
	metric := _metric(claim)
	places := [i | some i, other in input.head.card.claims; metric = _metric(other)] # "=", so that they are collected once
}

_metric(claim) := [lower(claim.metric), lower(_dataset(claim)), lower(claim.config)] if claim.unit == ""

_dataset(claim) := claim.dataset_type if {
	claim.dataset_type != ""
} else := claim.dataset
