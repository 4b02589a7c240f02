# METADATA
# title: Metric is not a number
# description: The value of a metric in model-index must be a finite number; a percent sign is allowed. NA, a placeholder or an empty value is not a result.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Write the number, or remove the metric.
#   sources:
#     - "huggingface/hub-docs modelcard.md, model-index"
#     - "Measured: 93 of 3,550 metrics in 2,773 model cards are texts such as NA or ??? (scrape of the Hugging Face hub, February 2022)"
#   example: |
#     metrics:
#       - {type: wer, value: 25.59}
package modelgate.rules.card.claim_not_a_number

import data.modelgate.lib.crowds
import data.modelgate.lib.identity

applies if count(input.head.card.claims) > 0

deny contains finding if some finding in crowds.few(_found)

_found contains {"at": claim.at, "key": identity.claim(claim), "message": _message(claim)} if {
	some claim in input.head.card.claims
	not claim.valid
	not regex.match(`^\s*[+-]?\.(nan|NaN|NAN|inf|Inf|INF)\s*$`, claim.raw) # document/not_finite
}

_message(claim) := sprintf("metric %q has no value; key %q is ignored, use \"value\"", [claim.metric, claim.value_key]) if {
	claim.raw == "nothing"
	claim.value_key != ""
} else := sprintf("metric %q has no value", [claim.metric]) if {
	claim.raw == "nothing"
} else := sprintf("the value of metric %q is %q, not a finite number", [claim.metric, claim.raw])
