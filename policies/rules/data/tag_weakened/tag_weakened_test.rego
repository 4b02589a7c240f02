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

ending(duties) := json.patch(fixture.card_change({}), [{"op": "replace", "path": "/change/cards/0/ended", "value": duties}])

test_fires_on_a_tag_that_ends_duties if {
	duty := fixture.duty("hipaa.method", `hipaa.method changes from "safe-harbor" to "expert-determination"`)
	rule.deny == {{
		"at": "datacards/contracts.yaml#/hipaa/method",
		"key": "hipaa.method of hipaa of contracts",
		"message": `dataset "contracts": hipaa.method changes from "safe-harbor" to "expert-determination", which ends 2 controls: List (1); Safe harbor (45 CFR 164.514(b)(2)(i))`,
	}} with input as ending([duty, object.union(duty, {"id": "other", "title": "List", "article": "1"})])
}

test_fires_where_a_law_ends_with_the_path if {
	{f.message | some f in rule.deny} == {`dataset "contracts": x, so "hipaa" no longer applies`} with input as ending([object.union(fixture.duty("path", "x"), {"id": ""})])
}

test_silent_where_a_place_or_a_tag_with_an_order_ends_a_duty if {
	count(rule.deny) == 0 with input as ending([fixture.duty("storage[].country", "x"), fixture.duty("children.included", "x")])
}

_persons(n) := {"at": "datacards/contracts.yaml#/us_28cfr202/us_persons/health", "name": "us_28cfr202.us_persons.health", "values": [{"at": "datacards/contracts.yaml#/us_28cfr202/us_persons/health", "value": n, "lost": false}]}

_counted(before, after) := json.patch(fixture.card_change({}), [
	{"op": "replace", "path": "/change/cards/0/from/regime_tags", "value": [_persons(before)]},
	{"op": "replace", "path": "/change/cards/0/to/regime_tags", "value": [_persons(after)]},
])

test_fires_below_the_bulk_threshold if {
	{f.message | some f in rule.deny} == {`dataset "contracts": us_28cfr202.us_persons.health changes to "9000", which is not above the bulk threshold`} with input as _counted("20000", "9000")
	count(rule.deny) == 0 with input as _counted("20000", "15000")
	count(rule.deny) == 0 with input as _counted("9000", "20000")
}
