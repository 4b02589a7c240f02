# METADATA
# title: Best result not recorded
# description: The best result of a threshold with a ratchet must be recorded in .modelgate/thresholds.lock.yaml. Until then, only the current baseline holds it.
# custom:
#   severity: {draft: note, review: note, production: warning}
#   remediation: Run `modelgate evaluation ratchet` on the baseline commit, and commit its output as .modelgate/thresholds.lock.yaml.
#   sources:
#     - ratchet of .modelgate/thresholds.yaml
#     - "Breck et al., The ML Test Score, IEEE Big Data 2017"
#   example: |
#     # .modelgate/thresholds.lock.yaml
#     best:
#       - {threshold: auc, model: models/churn, value: 0.9132}
package modelgate.rules.evaluation.ratchet_behind

import data.modelgate.lib.checks

applies if count(_ratchets) > 0

_ratchets contains check if {
	some check in checks.blocking
	check.bound == "ratchet"
}

deny contains {"at": check.defined, "key": check.key, "message": sprintf("%s of %s is the best %s so far, but .modelgate/thresholds.lock.yaml does not record it", [checks.number(check.base_value, ""), check.baseline_from, checks.subject(check)])} if {
	some check in _ratchets
	check.unrecorded
}
