package modelgate.rules.governance.review_overdue_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.review_overdue as rule

due(day) := fixture.labelled([fixture.label("next_review", "date", day)], [])

test_fires_after_the_day if {
	rule.deny == {{"at": "models/m/modelgate.yaml#/labels/next_review", "message": "the review of the model was due on 2026-11-14"}} with input as due("2026-11-14")
}

test_fires_for_a_day_too_far_ahead if {
	{f.message | some f in rule.deny} == {"the next review on 2027-11-17 is more than 366 days ahead"} with input as due("2027-11-17")
}

test_silent_on_the_day_and_before if {
	rule.applies with input as due("2026-11-15")
	count(rule.deny) == 0 with input as due("2026-11-15")
	count(rule.deny) == 0 with input as due("2027-11-16")
}

retired(day) := fixture.labelled([fixture.label("next_review", "date", "2026-11-14"), fixture.label("retired_on", "date", day)], [])

test_not_applicable_to_a_retired_model if {
	not rule.applies with input as retired("2026-06-30")
	count(rule.deny) == 0 with input as retired("2026-06-30")
	count(rule.deny) == 1 with input as retired("2027-06-30")
	count(rule.deny) == 0 with input as retired("2027-99-99")
}

test_not_applicable_without_a_day if {
	not rule.applies with input as fixture.model
	not rule.applies with input as due("soon")
	not rule.applies with input as due("2027-02-30")
}
