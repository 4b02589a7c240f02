# METADATA
# title: Metric contradicts the evaluation results
# description: Each metric in the metadata or a table of the card must match an evaluation result after rounding, as a fraction or a percentage. If several results differ, at least one must match.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Update the metric to match the evaluation result, or commit the evaluation it comes from.
#   sources:
#     - "Pineau et al., Improving Reproducibility in Machine Learning Research, JMLR 22(164), 2021"
#     - Regulation (EU) 2024/1689, Art. 15(3)
#   controls: [eu-ai-act/Art. 15(3)]
#   example: |
#     model-index:
#       - name: churn
#         results:
#           - task: {type: tabular-classification}
#             dataset: {type: customer-contracts, name: customer-contracts, split: test}
#             metrics:
#               - {type: accuracy, value: 0.843}   # as in evaluation/metrics.json
package modelgate.rules.card.claim_contradicts_evidence

import data.modelgate.lib.crowds
import data.modelgate.lib.identity

applies if count(_claims) > 0

# A table is held against the results as well: it is what people read.
_claims := array.concat(input.head.card.claims, input.head.card.table_claims)

deny contains finding if some finding in crowds.few(_found)

_found contains finding if {
	some claim in _claims
	said := _said(claim)
	finding := {
		"at": claim.at,
		"key": identity.claim(claim),
		"message": sprintf("the card states %q as %q, but %s", [claim.metric, claim.raw, said]),
		"related": [{"at": claim.evidence.at, "message": "the evaluation's result"}],
	}
}

_said(claim) := sprintf("the evaluation result is %q", [claim.evidence.value]) if claim.verdict == "contradicts"

_said(claim) := sprintf("no evaluation result matches; one is %q", [claim.evidence.value]) if claim.verdict == "ambiguous"
