# METADATA
# title: Metric that is stated twice
# description: The card states each metric of one task, dataset, split and configuration once. Readers that keep results by these, such as the hub's own client, keep one of the two and drop the other.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Remove one, or say what tells them apart (config, split, revision, args or name).
#   sources:
#     - "huggingface/huggingface_hub src/huggingface_hub/repocard_data.py, EvalResult.unique_identifier"
#   example: |
#     metrics:
#       - {type: wer, value: 24.1, name: Test WER}
#       - {type: wer, value: 19.8, name: Test WER (+LM)}
package modelgate.rules.card.metric_duplicate

import data.modelgate.lib.identity
import data.modelgate.lib.metrics

applies if count(input.head.card.claims) > 1

deny contains finding if {
	applies
	some places in _same
	count(places) > 1
	first := input.head.card.claims[places[0]]
	some i in array.slice(places, 1, count(places))
	claim := input.head.card.claims[i]
	finding := {
		"at": claim.at,
		"key": identity.claim(claim),
		"message": sprintf("%q of dataset %q is stated twice, as %q and as %q, and nothing tells the two apart", [claim.metric, claim.dataset, first.raw, claim.raw]),
		"related": [{"at": first.at, "message": "the first one"}],
	}
}

# The places of the claims that nothing tells apart, in order.
# On one page: that two pages differ is card/cards_disagree.
_same := {id: places |
	some claim in input.head.card.claims
	id := _id(claim)
	places := [i | some i, other in input.head.card.claims; id = _id(other)] # "=", so that they are collected once
}

_id(claim) := [split(claim.at, "#")[0], metrics.identity(claim)]
