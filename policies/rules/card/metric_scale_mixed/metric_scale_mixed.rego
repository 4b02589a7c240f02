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
