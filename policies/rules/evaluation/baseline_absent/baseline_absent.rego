# METADATA
# title: New model that is compared with nothing
# description: Where a threshold asks that a metric be no worse than on the base, the base has the model. A new model has nothing to be compared with, and a renamed one escapes the comparison with what it was.
# custom:
#   severity: warning
#   remediation: Nothing, if the model is new. If it is renamed, keep its directory, or compare the results by hand and say so in the review.
#   sources:
#     - no_worse_than_base of .modelgate/thresholds.yaml
#     - "Breck et al., The ML Test Score, IEEE Big Data 2017"
#   example: |
#     {"accuracy": 0.8532}   # of the same model on the base, for {metric: accuracy, no_worse_than_base: 0.01, direction: higher}
package modelgate.rules.evaluation.baseline_absent

import data.modelgate.lib.checks

applies if {
	input.head.present
	not input.base.present
	some check in input.head.checks
	check.bound == "no_worse_than_base"
}

deny contains {"at": check.at, "key": checks.key(check), "message": sprintf("%s is compared with nothing, because the base has no model %q; a renamed model is new here", [checks.subject(check), input.head.id]), "related": checks.defined(check)} if {
	applies
	some check in input.head.checks
	check.verdict == "no_base"
}
