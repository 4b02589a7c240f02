package modelgate.rules.card.date_in_future_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.date_in_future as rule

dated(name, value) := object.union(fixture.edit({"/head/card/keys": [{"at": "models/m/README.md#/date", "name": name, "null": false, "empty": false, "value": value, "kind": "string"}]}), {"now": "2026-11-30T10:00:00Z"})

test_fires[name] if {
	some name in ["date", "last_updated", "Created"]
	rule.deny == {{"at": "models/m/README.md#/date", "message": sprintf("%q is 2062-05-01, which is in the future", [name])}} with input as dated(name, "2062-05-01T00:00:00Z")
}

test_silent_on[value] if {
	some value in ["2026-11-30", "2026-12-01", "2020-01-01", "May 2062", ""]
	count(rule.deny) == 0 with input as dated("date", value)
}

test_silent_on_a_plan if count(rule.deny) == 0 with input as dated("release_date", "2062-05-01")

test_not_applicable if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}

test_applies_to_a_day if rule.applies with input as dated("date", "2026-11-30")
