package modelgate.rules.gdpr.license_open_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.license_open as rule

messages(changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit_data(changes)
}

at(tag) := sprintf("datacards/contracts.yaml#/%s", [tag])

text(tag, value) := fixture.text(at(tag), value)

test_fires_on_open_licenses if {
	messages({"/license/value": "CC-BY-4.0"}) == {`dataset "contracts" holds personal data (pseudonymised), but the license "CC-BY-4.0" opens it to everyone`}
	count(messages({"/license/value": "cc0-1.0"})) == 1
}

test_silent_on_others if {
	rule.applies with input as fixture.model
	messages({"/license/value": "other"}) == set()
	messages({"/license/value": "llama2"}) == set()
	messages({"/license/value": "Our terms"}) == set()
	messages({"/license/value": "cc-by-4.0", "/personal_data/status/value": "anonymised"}) == set()
}

test_not_applicable_without_people if {
	not rule.applies with input as fixture.unpersonal
	not rule.applies with input as fixture.removed
}
