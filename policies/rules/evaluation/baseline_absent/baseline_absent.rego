# METADATA
# title: No baseline for a new model
# description: A threshold that compares results should have a baseline. A new model has none; a moved model is recognized by the name in its manifest or by its artifacts.
# custom:
#   severity: warning
#   remediation: No action is needed for a new model. To rename a model, move it in one change, and keep its name in modelgate.yaml or its artifacts.
#   sources:
#     - not_worse_by, better_by and ratchet of .modelgate/thresholds.yaml
#     - "Breck et al., The ML Test Score, IEEE Big Data 2017"
#   example: |
#     {"accuracy": 0.8532}   # of the same model on the base, for {metric: accuracy, not_worse_by: 0.01, direction: higher}
package modelgate.rules.evaluation.baseline_absent

import data.modelgate.lib.checks
import data.modelgate.lib.comparisons

applies if count(comparisons.all) > 0

deny contains {"at": check.at, "key": check.key, "message": sprintf("%s is compared with nothing, because %s has no model %q", [checks.subject(check), check.baseline_from, input.head.id]), "related": checks.defined(check)} if {
	some check in comparisons.all
	check.verdict == "first_model"
	check.reason != "new_slice"
}
