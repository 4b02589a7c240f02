# METADATA
# title: Metric of no known name
# description: A stated metric has a name that the table of metrics knows, so that its range can be checked and its meaning is that of everybody else.
# custom:
#   severity: {draft: note, review: note, production: note}
#   remediation: Use the name of the metric in huggingface/evaluate or scikit-learn, or add yours to .modelgate/data/metrics.yaml.
#   sources:
#     - https://huggingface.co/metrics
#     - "huggingface/hub-docs modelcard.md, model-index, key metrics.type"
#   example: |
#     metrics:
#       - {type: accuracy, value: 0.843}
package modelgate.rules.card.metric_unknown

import data.modelgate.lib.identity
import data.modelgate.lib.metrics

applies if count(input.head.card.claims) > 0

deny contains {"at": claim.at, "key": identity.claim(claim), "message": sprintf("metric %q is not in the table, so that nobody can tell whether %q is a plausible value", [claim.metric, claim.raw])} if {
	some claim in input.head.card.claims
	contains(claim.at, "#/model-index/") # elsewhere a name is that of a benchmark as often
	claim.valid
	claim.metric != ""
	not metrics.kind(claim.metric)
}
