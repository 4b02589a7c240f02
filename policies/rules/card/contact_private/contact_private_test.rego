package modelgate.rules.card.contact_private_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.contact_private as rule

test_fires_on_a_private_address if {
	rule.deny == {{
		"at": "models/m/README.md#/contact",
		"key": "contact jo.doe@GMail.com",
		"message": `"jo.doe@GMail.com" is an address at a free email provider; use a shared address that outlasts individual people`,
	}} with input as fixture.edit({"/head/card/contacts": [fixture.contact("jo.doe@GMail.com")]})
}

test_fires_on_a_link if {
	mail := object.union(fixture.link("mailto:jo@web.de?subject=model", "unknown"), {"kind": "mail"})
	{f.key | some f in rule.deny} == {"contact jo@web.de"} with input as fixture.edit({"/head/card/links": [mail]})
}

test_once_for_an_address_that_stands_twice if {
	mail := object.union(fixture.link("mailto:jo@web.de", "unknown"), {"kind": "mail"})
	count(rule.deny) == 1 with input as fixture.edit({"/head/card/links": [mail], "/head/card/contacts": [fixture.contact("jo@web.de")]})
}

test_silent_on_a_role if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
	count(rule.deny) == 0 with input as fixture.edit({"/head/card/contacts": [object.union(fixture.contact(""), {"email": fixture.no_text})], "/head/card/links": [fixture.link("web.de", "yes")]})
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}

test_fires_on_a_telephone_number if {
	{f.message | some f in rule.deny} == {`"+41 79 555 01 47" is a telephone number; use a shared address that outlasts individual people`} with input as slipped("phone")
	count(rule.deny) == 0 with input as slipped("count")
}

slipped(kind) := fixture.edit({"/head/card/links": [], "/head/card/slips": [{"at": "models/m/README.md#/sections/m", "kind": kind, "value": "+41 79 555 01 47", "other": ""}]})

test_fires_on_a_record_of_a_person if {
	{f.message | some f in rule.deny} == {"the card has a record of a person (M. K.), with a date of birth or an identifier; use an invented one, and state that it is invented"} with input as json.patch(slipped("person"), [{"op": "replace", "path": "/head/card/slips/0/value", "value": "M. K."}])
}
