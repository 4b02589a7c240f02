package modelgate.rules.gdpr.retention_undeclared_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.retention_undeclared as rule

messages(changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit_data(changes)
}

nothing := {"/retention/period": fixture.no_text, "/retention/starts": fixture.no_text, "/retention/start_date": fixture.no_text, "/retention/ends": ""}

criteria := {"/retention/criteria": fixture.text("datacards/contracts.yaml#/retention/criteria", "Until the dispute ends.")}

test_fires_without_period_and_criteria if {
	messages(nothing) == {`dataset "contracts": the data card states neither a retention period nor criteria for one`}
}

test_fires_without_start if {
	messages({"/retention/starts": fixture.no_text, "/retention/start_date": fixture.no_text, "/retention/ends": ""}) == {`dataset "contracts": retention period "P2Y" has no start`}
}

test_fires_on_a_start_without_date if {
	messages({"/retention/start_date": fixture.no_text, "/retention/ends": ""}) == {`dataset "contracts": cannot compute an end date from retention period "P2Y" and start date ""`}
}

test_fires_on_a_period_that_is_none if {
	want := {`dataset "contracts": retention period "two years" is not an ISO 8601 duration such as P2Y`}
	messages({"/retention/period/value": "two years", "/retention/ends": ""}) == want
	messages({"/retention/period/value": "two years", "/retention/starts": fixture.no_text, "/retention/start_date": fixture.no_text, "/retention/ends": ""}) == want
	count(messages({"/retention/starts/value": "collection", "/retention/ends": ""})) == 1
}

test_silent_with_period_event_or_criteria if {
	rule.applies with input as fixture.model
	messages({}) == set()
	messages({"/retention/starts/value": "contract-end", "/retention/start_date": fixture.no_text, "/retention/ends": ""}) == set()
	messages(object.union(nothing, criteria)) == set()
	messages(object.union(criteria, {"/retention/period": fixture.no_text, "/retention/ends": ""})) == set()
}

test_not_applicable_without_personal_data if {
	not rule.applies with input as fixture.unpersonal
	not rule.applies with input as fixture.removed
}

test_fires_on_vague_criteria if {
	every words in ["As long as necessary.", "Until no longer needed", "indefinitely", "According to our retention policy."] {
		count(rule.deny) == 1 with input as fixture.edit_data({"/retention/period": fixture.no_text, "/retention/criteria": fixture.text("c", words)})
	}
	count(rule.deny) == 0 with input as fixture.edit_data({"/retention/period": fixture.no_text, "/retention/criteria": fixture.text("c", "As long as the benchmark is reported; reviewed each January.")})
}
