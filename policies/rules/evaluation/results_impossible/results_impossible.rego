# METADATA
# title: Irreconcilable results
# description: By the definitions of the metrics, some values cannot be true together, such as F1 above the mean of precision and recall, a mean absolute error above the root mean squared error, or accuracy within the first 5 below that within the first. Rounding is allowed for.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Replace the file with what the tool wrote, without edits by hand. If the metrics are averaged differently, or measured at different thresholds or on different data, rename them, for example to macro_f1 and best_f1.
#   sources:
#     - "Van Rijsbergen, Information Retrieval, 1979, chapter 7 (F is a harmonic mean, which is at most the arithmetic mean)"
#     - "Chai and Draxler, Root mean square error (RMSE) or mean absolute error (MAE)?, 2014, https://doi.org/10.5194/gmd-7-1247-2014"
#     - "Lin, ROUGE, 2004, https://aclanthology.org/W04-1013 (a common subsequence has only common unigrams)"
#     - Regulation (EU) 2024/1689, Art. 15(3)
#   controls: [eu-ai-act/Art. 15(3)]
#   example: |
#     {"precision": 0.71, "recall": 0.64, "f1": 0.67}   # not 0.92
package modelgate.rules.evaluation.results_impossible

import data.modelgate.lib.impossible

applies if count(input.head.evaluations) > 0

deny contains impossible.finding(it) if {
	some it in input.head.impossible_values
	not it.claimed
}
