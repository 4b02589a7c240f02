# METADATA
# title: Result and threshold on different scales
# description: A result and its threshold must use the same scale. A result above 1 against a minimum between 0 and 1 is probably a percentage, and any value above 1% would pass.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Write the result and the threshold on one scale. If the metric does go above 1, waive the finding and state that.
#   sources:
#     - "Measured: of 766 word error rates in model cards, 16 % are on another scale than the majority; accuracies above 1 stand beside accuracies of at most 1 (scrape of the Hugging Face hub, February 2022)"
#   controls: [eu-ai-act/Art. 15(1)]
#   example: |
#     {"accuracy": 0.8532}   # not 85.32, for a threshold {metric: accuracy, min: 0.80}
package modelgate.rules.evaluation.scale_suspect

import data.modelgate.lib.checks

applies if count(_fractions | _margins) > 0

# The minima that stand on the scale from 0 to 1.
_fractions contains check if {
	some check in input.head.checks
	check.bound == "min"
	regex.match(`^(0?\.[0-9]{1,30}|0|1(\.0{1,30})?)$`, check.limit)
}

deny contains {"at": check.at, "key": check.key, "message": sprintf("%s is %s, but its minimum is %s: they seem to be on different scales", [checks.subject(check), checks.number(check.value, check.limit), checks.number(check.limit, check.value)]), "related": checks.defined(check)} if {
	some check in _fractions
	check.verdict == "pass"
	regex.match(`^[0-9]{1,15}(\.[0-9]{1,30})?$`, check.value) # so that it is a number
	to_number(check.value) > 1
}

# The absolute margins of a unit that is often written on two scales.
_margins contains check if {
	some check in input.head.checks
	check.bound in {"not_worse_by", "better_by", "ratchet"}
	check.unit in {"percent", "proportion"}
	regex.match(`^[0-9]{0,15}\.?[0-9]{1,30}$`, check.limit)
}

deny contains {"at": check.defined, "key": check.key, "message": sprintf("the margin of %s is %s percentage points; did you mean a fraction?", [checks.subject(check), checks.number(check.limit, "")])} if {
	some check in _margins
	check.unit == "percent"
	regex.match(`^0?\.0[0-9]*$`, check.limit)
	regex.match(`[1-9]`, check.limit)
}

deny contains {"at": check.defined, "key": check.key, "message": sprintf("the margin of %s is %s, but no proportion can change by more than 1; did you mean a percentage?", [checks.subject(check), checks.number(check.limit, "")])} if {
	some check in _margins
	check.unit == "proportion"
	regex.match(`^[0-9]{1,15}(\.[0-9]{1,30})?$`, check.limit) # so that it is a number
	to_number(check.limit) >= 1
}
