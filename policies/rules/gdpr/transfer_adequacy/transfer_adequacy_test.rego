package modelgate.rules.gdpr.transfer_adequacy_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.transfer_adequacy as rule

to(country, changes) := fixture.edit_data({"/transfers": fixture.transfers(country, "adequacy", changes)})

messages(document) := {f.message | some f in found} if {
	found := rule.deny with input as document
}

test_fires_without_decision if {
	messages(to("IN", {})) == {`dataset "contracts": there is no adequacy decision for "IN" (as of 2026-11-01)`} with data.modelgate.countries.date as "2026-11-01"
}

test_fires_after_the_decision_ended if {
	later := json.patch(to("GB", {}), [{"op": "replace", "path": "/now", "value": "2031-12-28T00:00:00Z"}])
	messages(later) == {`dataset "contracts": the adequacy decision for "GB" ended on 2031-12-27`} with data.modelgate.countries.adequacy.GB.until as "2031-12-27"
}

test_fires_on_a_recipient_that_does_not_take_part if {
	messages(to("US", {})) == {`dataset "contracts": the adequacy decision for "US" covers only certified recipients, and dpf_participant is not true`}
}

test_silent_with_a_decision if {
	rule.applies with input as to("JP", {})
	messages(to("JP", {})) == set()
	messages(to("GB", {})) == set()
	messages(to("US", {"dpf_participant": fixture.flag("datacards/contracts.yaml#/transfers/0/dpf_participant", true)})) == set()
}

test_silent_inside_the_area if {
	messages(to("NO", {})) == set()
}

test_not_applicable_to_other_mechanisms if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.edit_data({"/transfers": fixture.transfers("IN", "bcr", {})})
	not rule.applies with input as fixture.removed
}
