package modelgate.rules.gdpr.retention_elapsed_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.retention_elapsed as rule

ending(day) := fixture.edit_data({"/retention/ends": day})

test_fires_the_day_after if {
	rule.deny == {{"at": "datacards/contracts.yaml#/retention", "message": `dataset "contracts": the retention period "P2Y" ended on 2026-11-14`}} with input as ending("2026-11-14")
}

test_silent_on_the_last_day if {
	rule.applies with input as ending("2026-11-15")
	count(rule.deny) == 0 with input as ending("2026-11-15")
}

test_silent_under_a_hold if {
	hold := {"/retention/ends": "2026-11-14", "/retention/hold_ref": fixture.text("datacards/contracts.yaml#/retention/hold_ref", "court:7")}
	count(rule.deny) == 0 with input as fixture.edit_data(hold)
}

test_silent_beyond_the_year_9999 if {
	not rule.applies with input as ending("12023-01-01")
	count(rule.deny) == 0 with input as ending("12023-01-01")
}

test_not_applicable_without_an_end if {
	not rule.applies with input as ending("")
	not rule.applies with input as fixture.unpersonal
	not rule.applies with input as fixture.removed
}
