# METADATA
# title: Claim that calls itself verified
# description: The key `verified` beside a metric is a word of the card's author until somebody checks its token, which only the hub can do. It lends the metric no weight here.
# custom:
#   severity: {draft: note, review: note, production: note}
#   remediation: Remove `verified`, and commit the evaluation that the metric comes from.
#   sources:
#     - "huggingface/hub-docs modelcard.md: verified and verifyToken are set by the hub"
#   example: |
#     metrics:
#       - {type: accuracy, value: 0.843}   # and evaluation/metrics.json
package modelgate.rules.card.claim_self_verified

import data.modelgate.lib.identity

applies if count(input.head.card.claims) > 0

deny contains {"at": claim.verified.at, "key": identity.claim(claim), "message": sprintf("%q calls itself verified, which nobody can check here", [claim.metric])} if {
	some claim in input.head.card.claims
	claim.verified.value
}
