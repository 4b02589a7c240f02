package modelgate.rules.gdpr.adequacy_exceeded_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.adequacy_exceeded as rule

messages(changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit_data(changes)
}

at(tag) := sprintf("datacards/contracts.yaml#/%s", [tag])

text(tag, value) := fixture.text(at(tag), value)

to(country, changes) := {"/transfers": fixture.transfers(country, "adequacy", changes)}

staff := {"/data_subjects": fixture.list("d", ["employees"])}

test_fires_on_public_bodies if {
	messages(to("CA", {"recipient": text("r", "Toronto General Hospital")})) == {`dataset "contracts": the adequacy decision for "CA" does not cover public bodies, and the recipient is "Toronto General Hospital"`}
}

test_fires_on_staff if {
	messages(object.union(staff, to("US", {}))) == {`dataset "contracts": the data is about "employees", and dpf_hr of the transfer to "US" is not true`}
}

test_silent_within_limits if {
	rule.applies with input as fixture.edit_data(to("CA", {}))
	messages(to("CA", {"recipient": text("r", "Maple Analytics Inc.")})) == set()
	messages(to("JP", {"recipient": text("r", "National Hospital")})) == set()
	messages(object.union(staff, to("US", {"dpf_hr": fixture.flag("h", true)}))) == set()
	messages(to("US", {})) == set()
}

test_not_applicable_without_adequacy if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.removed
}
