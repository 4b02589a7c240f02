package modelgate.rules.gdpr.dpia_undecided_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.dpia_undecided as rule

done := {"/dpia/status/value": "done", "/dpia/ref": fixture.text("datacards/contracts.yaml#/dpia/ref", "dpia:1")}

test_fires_when_nothing_is_said if {
	rule.deny == {{
		"at": "datacards/contracts.yaml#/dpia",
		"message": `dataset "contracts": the data card does not state that an impact assessment is done, or why none is required`,
	}} with input as fixture.edit_data({"/dpia/status": fixture.no_text})
}

test_fires_while_in_progress_and_without_reason if {
	count(rule.deny) == 1 with input as fixture.edit_data({"/dpia/status/value": "in-progress"})
	count(rule.deny) == 1 with input as fixture.edit_data(object.union(done, {"/dpia/status/value": "in-progress"}))
	count(rule.deny) == 1 with input as fixture.edit_data({"/dpia/reason": fixture.no_text})
	count(rule.deny) == 1 with input as fixture.edit_data({"/dpia/status/value": "done"})
}

test_silent_when_decided if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
	count(rule.deny) == 0 with input as fixture.edit_data(done)
}

test_not_applicable_without_personal_data if {
	not rule.applies with input as fixture.unpersonal
	not rule.applies with input as fixture.removed
}
