# METADATA
# title: Irreconcilable metrics
# description: Some values of a card cannot be true together, such as F1 above the mean of precision and recall, a total that is not the sum, an average above all values that it is of, or one result that is not that of the training log, the metadata or the results file which has all the others. Rounding is allowed for.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Correct the value that is wrong. If the metrics are averaged differently, or measured at different thresholds or on different data, name the difference in `name` of the metric or in the dataset.
#   sources:
#     - "Van Rijsbergen, Information Retrieval, 1979, chapter 7 (F is a harmonic mean, which is at most the arithmetic mean)"
#     - "Chai and Draxler, Root mean square error (RMSE) or mean absolute error (MAE)?, 2014, https://doi.org/10.5194/gmd-7-1247-2014"
#     - Regulation (EU) 2024/1689, Art. 15(3)
#   controls: [eu-ai-act/Art. 15(3)]
#   example: |
#     metrics:
#       - {type: precision, value: 0.71}
#       - {type: recall, value: 0.64}
#       - {type: f1, value: 0.67}   # not 0.92
package modelgate.rules.card.metrics_impossible

import data.modelgate.lib.impossible

applies if count(input.head.card.claims) + count(input.head.card.table_claims) > 0

applies if count(input.head.card.table_faults) > 0

# What a table shows by itself, unless it is told below.
deny contains impossible.finding(it) if {
	some it in input.head.card.table_faults
	not [it.at, it.law] in {[other.at, other.law] | some other in input.head.impossible_values}
}

deny contains impossible.finding(it) if {
	some it in input.head.impossible_values
	it.claimed
}
