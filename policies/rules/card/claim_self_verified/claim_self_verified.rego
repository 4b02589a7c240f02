# METADATA
# title: Self-declared verified metric
# description: "The `verified` key on a metric must not be taken as evidence: only the Hugging Face Hub can check its token. modelgate ignores it."
# custom:
#   severity: {draft: note, review: note, production: note}
#   remediation: Remove `verified`, and commit the evaluation that produced the metric.
#   sources:
#     - "huggingface/hub-docs modelcard.md: verified and verifyToken are set by the hub"
#   example: |
#     metrics:
#       - {type: accuracy, value: 0.843}   # and evaluation/metrics.json
package modelgate.rules.card.claim_self_verified

import data.modelgate.lib.crowds
import data.modelgate.lib.identity

applies if count(input.head.card.claims) > 0

deny contains finding if some finding in crowds.few(_found)

_found contains {"at": claim.verified.at, "key": identity.claim(claim), "message": sprintf("metric %q is marked as verified, but modelgate cannot check that", [claim.metric])} if {
	some claim in input.head.card.claims
	claim.verified.value
}
