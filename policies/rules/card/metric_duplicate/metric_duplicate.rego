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
	claims := [object.union(claim, {"is": metrics.identity(claim)}) | some claim in input.head.card.claims]
	some i, claim in claims
	first := [other | some j, other in claims; j < i; other.is == claim.is][0]
	finding := {
		"at": claim.at,
		"key": identity.claim(claim),
		"message": sprintf("%q of dataset %q is stated twice, as %q and as %q, and nothing tells the two apart", [claim.metric, claim.dataset, first.raw, claim.raw]),
		"related": [{"at": first.at, "message": "the first one"}],
	}
}
