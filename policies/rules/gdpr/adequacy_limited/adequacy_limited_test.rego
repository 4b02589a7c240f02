package modelgate.rules.gdpr.adequacy_limited_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.adequacy_limited as rule

messages(changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit_data(changes)
}

at(tag) := sprintf("datacards/contracts.yaml#/%s", [tag])

text(tag, value) := fixture.text(at(tag), value)

to(country) := {"/transfers": fixture.transfers(country, "adequacy", {})}

test_names_limits_and_challenges if {
	messages(to("CA")) == {`dataset "contracts": the adequacy decision for "CA" covers commercial organizations under PIPEDA`}
	`dataset "contracts": the adequacy decision for "US" is challenged in C-703/25 P` in messages(to("US"))
}

test_silent_on_whole_decisions if {
	rule.applies with input as fixture.edit_data(to("UY"))
	messages(to("UY")) == set()
}

test_not_applicable_without_adequacy if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.removed
}
