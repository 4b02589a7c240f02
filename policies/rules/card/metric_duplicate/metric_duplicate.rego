# METADATA
# title: Duplicate metric
# description: Each metric of a task, dataset, split and configuration must appear once. Tools that index results by these keys, such as the Hub client, keep one and drop the other.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: "Remove one, or add what distinguishes them: config, split, revision, args or name."
#   sources:
#     - "huggingface/huggingface_hub src/huggingface_hub/repocard_data.py, EvalResult.unique_identifier"
#   example: |
#     metrics:
#       - {type: wer, value: 24.1, name: Test WER}
#       - {type: wer, value: 19.8, name: Test WER (+LM)}
package modelgate.rules.card.metric_duplicate

import data.modelgate.lib.crowds
import data.modelgate.lib.identity
import data.modelgate.lib.metrics

applies if count(input.head.card.claims) > 1

deny contains finding if some finding in crowds.few(_found)

_found contains finding if {
	applies
	some places in _same
	count(places) > 1
	first := input.head.card.claims[places[0]]
	some i in array.slice(places, 1, count(places))
	claim := input.head.card.claims[i]
	finding := {
		"at": claim.at,
		"key": identity.claim(claim),
		"message": sprintf("metric %q of dataset %q appears twice, as %q and %q, with nothing to distinguish them", [claim.metric, claim.dataset, first.raw, claim.raw]),
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

# Tables under two headings are of two things, such as a model or a setting.
_id(claim) := [split(claim.at, "#")[0], claim.section, metrics.identity(claim)]
