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
import data.modelgate.metrics as table

applies if count(input.head.card.claims) > 0

deny contains finding if some finding in crowds.few(_found)

_found contains {"at": claim.at, "key": identity.claim(claim), "message": sprintf("metric %q is %s, outside its valid range: %s", [claim.metric, claim.raw, reason])} if {
	some claim in input.head.card.claims
	range := table.ranges[metrics.kind(claim.metric)]
	reason := _outside(metrics.value(claim), range)
}

_outside(value, range) := sprintf("at least %v", [range.low]) if value < range.low

_outside(value, range) := sprintf("at most %v, even as a percentage", [range.high]) if value > range.high
