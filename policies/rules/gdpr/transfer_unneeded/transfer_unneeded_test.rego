package modelgate.rules.gdpr.transfer_unneeded_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.transfer_unneeded as rule

messages(changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit_data(changes)
}

at(tag) := sprintf("datacards/contracts.yaml#/%s", [tag])

text(tag, value) := fixture.text(at(tag), value)

to(country) := {"/transfers": fixture.transfers(country, "scc-commission", {})}

test_fires_inside_the_union if {
	messages(to("DE")) == {`dataset "contracts": a transfer to "DE" is declared, but that is inside the EEA`}
	count(messages(to("RE"))) == 1
}

test_silent_on_third_countries if {
	rule.applies with input as fixture.edit_data(to("US"))
	messages(to("US")) == set()
	messages({"/transfers": fixture.transfers("US", "scc-commission", {"country": fixture.lacks("c")})}) == set()
}

test_not_applicable_without_transfers if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.removed
}
