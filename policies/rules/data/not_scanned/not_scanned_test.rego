package modelgate.rules.data.not_scanned_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.not_scanned as rule

_none(state) := json.patch(fixture.unpersonal, [{"op": "replace", "path": "/head/datasets/0/tables", "value": [fixture.table(state, fixture.column("a", "email", 0, false))]}])

test_fires[state] if {
	some state, words in {"not_scanned": "not scanned", "partly": "scanned in part", "names": "not scanned"}
	rule.deny == {{
		"at": "data/contracts.csv#",
		"key": "data/contracts.csv",
		"message": sprintf(`dataset "contracts": data/contracts.csv was %s: it is compressed`, [words]),
	}} with input as _none(state)
}

test_silent_on_what_was_read if {
	rule.applies with input as _none("scanned")
	count(rule.deny) == 0 with input as _none("scanned")
}

test_not_applicable_to_personal_data if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.unpersonal
}
