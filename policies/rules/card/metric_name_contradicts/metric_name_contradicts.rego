# METADATA
# title: Metric name contradicts its type
# description: The type and the name of a metric must be for the same metric and the same average. Tools compare models by the type, and readers see the name.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Correct the type or the name of the metric.
#   sources:
#     - "huggingface/hub-docs modelcard.md, model-index: type and name of a metric"
#   example: |
#     metrics:
#       - {type: f1, name: F1, value: 0.87}   # not {type: accuracy, name: F1}
package modelgate.rules.card.metric_name_contradicts

import data.modelgate.lib.crowds
import data.modelgate.lib.identity
import data.modelgate.metrics as table

applies if count(_named) > 0

deny contains finding if some finding in crowds.few(_found)

_found contains {"at": claim.at, "key": sprintf("name of %s", [identity.claim(claim)]), "message": sprintf("the metric has type %q, but its name is %q", [claim.metric, claim.metric_name])} if {
	some claim in _named
	some [one, other] in [[_metrics(claim.metric), _metrics(claim.metric_name)], [_averages(claim.metric), _averages(claim.metric_name)]]
	count(one) == 1
	count(other) == 1
	count(one & other) == 0
}

_named := [claim | some claim in array.slice(input.head.card.claims, 0, 2000); claim.metric != ""; claim.metric_name != ""; claim.metric != claim.metric_name]

# The metrics that a name has among its words.
_metrics(name) := {metric |
	some word in _words(name)
	metric := table.words[word]
}

_averages(name) := {word | some word in _words(name); word in {"macro", "micro", "weighted"}}

_words(name) := regex.split(`[^a-z0-9]+`, lower(name))
