package modelgate.lib.checks_test

import data.modelgate.lib.checks
import data.modelgate.lib.fixture_test as fixture

test_the_slice_is_named if {
	checks.subject(fixture.check) == `"accuracy"`
	checks.subject(object.union(fixture.check, {"slice": "class=fraud"})) == `"accuracy" of slice "class=fraud"`
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

test_comparisons_need_a_baseline if {
	count(checks.comparisons) == 1 with input as fixture.compared({})
	count(checks.comparisons) == 0 with input as fixture.model
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
