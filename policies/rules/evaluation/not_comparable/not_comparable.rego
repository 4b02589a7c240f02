# METADATA
# title: Result not comparable with its baseline
# description: A result and its baseline must have the same task, dataset, split, targets, class mix and settings. A changed test set, or one that is smaller by a fifth and more than chance explains, makes them incomparable.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Evaluate the baseline again under the same conditions, and commit that first.
#   sources:
#     - baseline.comparable of .modelgate/thresholds.yaml
#     - "Biderman et al., Lessons from the Trenches on Reproducible Evaluation of Language Models, 2024, https://arxiv.org/abs/2405.14782"
#   controls: [eu-ai-act/Art. 15(1)]
#   example: |
#     # .modelgate/thresholds.yaml
#     baseline: {comparable: [dataset.digest, variant.fewshot]}
package modelgate.rules.evaluation.not_comparable

import data.modelgate.lib.checks
import data.modelgate.lib.comparisons

applies if count(comparisons.all) > 0

deny contains {"at": check.at, "key": check.key, "message": sprintf("%s is not comparable with %s: %s", [checks.subject(check), check.baseline_from, check.detail]), "related": checks.defined(check)} if {
	some check in comparisons.all
	check.verdict == "error"
	check.reason == "not_comparable"
}

deny contains {"at": check.at, "key": check.key, "message": sprintf("%s is not comparable with %s: it is a result of %s examples, down from %s", [checks.subject(check), check.baseline_from, check.n, check.base_n]), "related": checks.defined(check)} if {
	some check in comparisons.all
	check.verdict == "pass"
	regex.match(_whole, check.n)
	regex.match(_whole, check.base_n)
	now := to_number(check.n)
	before := to_number(check.base_n)
	now < 0.8 * before
	(before - now) * (before - now) > 9 * before # three standard deviations of a count
}

_whole := `^[0-9]{1,15}(\.0{1,3})?$`
