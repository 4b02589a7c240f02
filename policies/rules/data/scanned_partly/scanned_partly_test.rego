package modelgate.rules.data.scanned_partly_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.scanned_partly as rule

_none(state) := json.patch(fixture.unpersonal, [{"op": "replace", "path": "/head/datasets/0/tables", "value": [fixture.table(state, fixture.column("a", "email", 0, false))]}])

test_fires_on_a_part if {
	rule.deny == {{"at": "data/contracts.csv#", "key": "data/contracts.csv", "message": `dataset "contracts": data/contracts.csv was scanned in part: it is compressed`}} with input as _none("partly")
}

test_silent_on_the_whole_and_on_nothing[state] if {
	some state in ["scanned", "not_scanned", "names"]
	rule.applies with input as _none(state)
	count(rule.deny) == 0 with input as _none(state)
}

test_not_applicable_to_personal_data if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.unpersonal
}
