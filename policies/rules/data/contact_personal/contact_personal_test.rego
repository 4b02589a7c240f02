package modelgate.rules.data.contact_personal_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.contact_personal as rule

messages(changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit_data(changes)
}

at(tag) := sprintf("datacards/contracts.yaml#/%s", [tag])

text(tag, value) := fixture.text(at(tag), value)

test_fires_on_names_and_free_mail if {
	messages({"/controller/contact/value": "Anna.Schmidt@example.com"}) == {`dataset "contracts": controller.contact is "Anna.Schmidt@example.com", which is the mailbox of a person`}
	count(messages({"/controller/dpo": text("controller/dpo", "dpo-example@gmail.com")})) == 1
	messages({"/owner": text("owner", "anna.schmidt@example.com")}) == {`dataset "contracts": owner is "anna.schmidt@example.com", which is the mailbox of a person`}
}

test_silent_on_roles if {
	rule.applies with input as fixture.model
	messages({"/controller/contact/value": "data.protection@example.com"}) == set()
	messages({"/controller/contact/value": "privacy@example.com"}) == set()
	messages({"/controller/contact/value": "https://example.com/privacy"}) == set()
	messages({"/owner": text("owner", "Marketplace team")}) == set()
	messages({"/owner": text("owner", "marketplace@example.com")}) == set()
}

test_not_applicable_without_cards if {
	not rule.applies with input as fixture.undescribed
	not rule.applies with input as fixture.removed
}
