package modelgate.rules.data.tag_weakened_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.tag_weakened as rule

status(value) := {"/personal_data/status": fixture.text("datacards/contracts.yaml#/personal_data/status", value)}

test_fires_on_a_weaker_status if {
	rule.deny == {{
		"at": "datacards/contracts.yaml#/personal_data/status",
		"key": "personal_data.status of contracts",
		"message": `dataset "contracts": personal_data.status changes from "pseudonymised" to "none"`,
	}} with input as fixture.card_change(status("none"))
}

test_fires_on_a_removed_card if {
	rule.deny == {{
		"at": "datacards/contracts.yaml#",
		"key": "card of contracts",
		"message": `dataset "contracts" has personal data (pseudonymised), and its data card datacards/contracts.yaml is removed`,
	}} with input as fixture.card_change({"/present": false})
}

test_silent_on_a_stronger_tag if {
	rule.applies with input as fixture.card_change(status("identifying"))
	count(rule.deny) == 0 with input as fixture.card_change(status("identifying"))
}

test_silent_where_a_card_about_nobody_is_removed if {
	input_ := fixture.card_change({"/present": false})
	count(rule.deny) == 0 with input as json.patch(input_, [{"op": "replace", "path": "/change/cards/0/from/personal_data/status/value", "value": "none"}])
}

test_not_applicable_without_changed_cards if {
	not rule.applies with input as fixture.absent
}
