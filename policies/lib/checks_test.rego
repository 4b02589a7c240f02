package modelgate.lib.checks_test

import data.modelgate.lib.checks
import data.modelgate.lib.fixture_test as fixture

test_the_slice_is_named if {
	checks.subject(fixture.check) == `"accuracy"`
	checks.subject(object.union(fixture.check, {"slice": "class=fraud"})) == `"accuracy" on slice "class=fraud"`
	checks.subject(object.union(fixture.check, {"slice": "by sex", "bound": "disparity"})) == `"accuracy" by sex`
	checks.subject(object.union(fixture.check, {"part": "task arc_easy"})) == `"accuracy" of task arc_easy`
}

test_the_bound_is_related if {
	checks.defined(fixture.check) == [{"at": ".modelgate/thresholds.yaml#/thresholds/0/min", "message": `threshold "accuracy"`}]
}

test_every_severity_but_two_blocks if {
	count(checks.blocking) == 1 with input as fixture.model
	count(checks.blocking) == 1 with input as fixture.answered({"severity": "critical"})
	count(checks.blocking) == 0 with input as fixture.answered({"severity": "warn"})
	count(checks.blocking) == 0 with input as fixture.answered({"severity": "info"})
}

test_words_where_there_are_any if {
	checks.like(fixture.check) == ""
	checks.like(object.union(fixture.check, {"near": "acc"})) == `; did you mean "acc"?`
	checks.tested(fixture.check) == ""
	checks.tested(object.union(fixture.check, {"mode": "catch", "detail": "p = 0.2"})) == " (p = 0.2)"
}

test_known_are_the_reasons_that_rules_speak_of if {
	every reason in ["missing", "stale", "unit_mismatch"] { checks.known({"verdict": "error", "reason": reason}) }
	not checks.known({"verdict": "error", "reason": "another"})
	not checks.known({"verdict": "pass", "reason": "missing"})
}

test_numbers_are_short[text] if {
	some text, want in {"0.6413043478260869": "0.6413", "0.80": "0.80", "0.70000": "0.7", "-0.123456": "-0.1235", "12345": "12345", "12345.678": "12346", "1e-7": "1e-7", "0": "0", "NaN": `"NaN"`, "46%": "46%", "": `""`}
	checks.number(text, "") == want
}

test_numbers_that_differ_look_different if {
	checks.number("0.699996", "0.70") == "0.699996"
	checks.number("0.70", "0.699996") == "0.70"
	checks.number("0.6413043", "0.6413044") == "0.6413043"
}
