# METADATA
# title: Unknown metric name
# description: A metric should have a name that is in the table of metrics. Without it, modelgate cannot check its range, and its meaning is unclear.
# custom:
#   severity: {draft: note, review: note, production: note}
#   remediation: Use the name from huggingface/evaluate or scikit-learn, or add yours to .modelgate/data/metrics.yaml.
#   sources:
#     - https://huggingface.co/metrics
#     - "huggingface/hub-docs modelcard.md, model-index, key metrics.type"
#   example: |
#     metrics:
#       - {type: accuracy, value: 0.843}
package modelgate.rules.card.metric_unknown

import data.modelgate.lib.crowds
import data.modelgate.lib.identity
import data.modelgate.lib.metrics

applies if count(input.head.card.claims) > 0

deny contains {"at": claim.at, "key": identity.claim(claim), "message": sprintf("unknown metric %q: cannot check whether %q is a plausible value", [claim.metric, claim.raw])} if {
	not crowds.crowded(_unknown)
	some claim in _unknown
}

deny contains {"at": group[0].at, "key": crowds.key(group), "message": sprintf("unknown metric %s in %d places: cannot check whether the values are plausible", [crowds.names(group), count(group)])} if {
	crowds.crowded(_unknown)
	some group in crowds.told(_unknown)
}

deny contains {"at": rest[0].at, "key": sprintf("%d further claims", [count(rest)]), "message": sprintf("unknown metrics %s in %d further places: cannot check whether the values are plausible", [crowds.names(rest), count(rest)])} if {
	crowds.crowded(_unknown)
	rest := crowds.rest(_unknown)
	count(rest) > 0
}

_unknown := [claim |
	some claim in input.head.card.claims
	contains(claim.at, "#/model-index/") # elsewhere a name is that of a benchmark as often
	claim.valid
	claim.metric != ""
	not metrics.kind(claim.metric)
]
