package modelgate.rules.evaluation.scale_suspect_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.evaluation.scale_suspect as rule

checked(limit, value) := fixture.edit({"/head/checks/0/limit": limit, "/head/checks/0/value": value})

test_fires_on_a_percentage if {
	rule.deny == {{
		"at": "models/m/evaluation/metrics.json#/accuracy",
		"key": "accuracy min",
		"message": `"accuracy" is 85.3, but its minimum is 0.80: they seem to be on different scales`,
		"related": [{"at": ".modelgate/thresholds.yaml#/thresholds/0/min", "message": `threshold "accuracy"`}],
	}} with input as checked("0.80", "85.3")
}

test_fires[sprintf("%s of %s", [value, limit])] if {
	some [limit, value] in [["1", "1.0000001"], ["0", "2"], ["1.00", "100"], [".8", "85"], ["0.8", "007"]]
	count(rule.deny) == 1 with input as checked(limit, value)
}

test_silent_on_one_scale[sprintf("%s of %s", [value, limit])] if {
	some [limit, value] in [["0.8", "1"], ["0.8", "1.000"], ["1", "1"], ["0.8", "0.9"]]
	rule.applies with input as checked(limit, value)
	count(rule.deny) == 0 with input as checked(limit, value)
}

# What is no plain decimal is not read, and is no failure either.
test_silent_on_what_is_no_plain_decimal[value] if {
	some value in ["85.3%", "8.5e1", "NaN", "", "-3", "1.", "12345678901234567890", "0x5"]
	rule.applies with input as checked("0.8", value)
	count(rule.deny) == 0 with input as checked("0.8", value)
}

test_silent_when_not_met if {
	count(rule.deny) == 0 with input as fixture.edit({"/head/checks/0/value": "85", "/head/checks/0/verdict": "error"})
}

test_not_applicable_to_other_limits_and_bounds if {
	every limit in ["1.01", "80", "2", "", "-0.5", "8e-1"] {
		not rule.applies with input as checked(limit, "85.3")
	}
	not rule.applies with input as fixture.edit({"/head/checks/0/bound": "max", "/head/checks/0/value": "85"})
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}

margin(bound, unit, limit) := fixture.edit({"/head/checks/0/bound": bound, "/head/checks/0/unit": unit, "/head/checks/0/limit": limit})

test_fires_on_a_fraction_of_a_percentage if {
	rule.deny == {{
		"at": ".modelgate/thresholds.yaml#/thresholds/0/min",
		"key": "accuracy min",
		"message": `the margin of "accuracy" is 0.02 percentage points; did you mean a fraction?`,
	}} with input as margin("not_worse_by", "percent", "0.02")
}

test_fires_on_a_margin_that_allows_everything if {
	rule.deny == {{
		"at": ".modelgate/thresholds.yaml#/thresholds/0/min",
		"key": "accuracy min",
		"message": `the margin of "accuracy" is 2, but no proportion can change by more than 1; did you mean a percentage?`,
	}} with input as margin("better_by", "proportion", "2")
}

test_silent_on_margins_of_the_scale[sprintf("%s %s", [limit, unit])] if {
	some [unit, limit] in [["percent", "0.1"], ["percent", "0.5"], ["percent", "2"], ["percent", "0"], ["percent", "0.00"], ["proportion", ".5"], ["proportion", "0.02"], ["proportion", "0.999"]]
	rule.applies with input as margin("not_worse_by", unit, limit)
	count(rule.deny) == 0 with input as margin("not_worse_by", unit, limit)
}

test_not_applicable_to_relative_margins_and_other_units if {
	not rule.applies with input as margin("not_worse_by", "percent", "0.02%")
	not rule.applies with input as margin("not_worse_by", "ms", "0.02")
}
