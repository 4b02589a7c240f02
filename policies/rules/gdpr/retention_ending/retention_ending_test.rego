package modelgate.rules.gdpr.retention_ending_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.retention_ending as rule

ending(day) := fixture.edit_data({"/retention/ends": day})

test_fires_within_thirty_days[day] if {
	some day in ["2026-11-15", "2026-12-15"]
	rule.deny == {{"at": "datacards/contracts.yaml#/retention", "message": sprintf(`dataset "contracts": the retention period "P2Y" ends on %s`, [day])}} with input as ending(day)
}

test_silent_before_and_after[day] if {
	some day in ["2026-11-14", "2026-12-16"]
	rule.applies with input as ending(day)
	count(rule.deny) == 0 with input as ending(day)
}

test_silent_under_a_hold if {
	hold := {"/retention/ends": "2026-11-20", "/retention/hold_ref": fixture.text("datacards/contracts.yaml#/retention/hold_ref", "court:7")}
	count(rule.deny) == 0 with input as fixture.edit_data(hold)
}

test_not_applicable_without_an_end if {
	not rule.applies with input as ending("")
	not rule.applies with input as fixture.unpersonal
	not rule.applies with input as fixture.removed
}
