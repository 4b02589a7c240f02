package modelgate.rules.data.not_scanned_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.not_scanned as rule

_of(tables) := json.patch(fixture.unpersonal, [{"op": "replace", "path": "/head/datasets/0/tables", "value": tables}])

_none(state) := _of([fixture.table(state, fixture.column("a", "email", 0, false))])

test_fires[state] if {
	some state in ["not_scanned", "names"]
	rule.deny == {{
		"at": "data/contracts.csv#",
		"key": "contracts: it is compressed",
		"message": `dataset "contracts": values of data/contracts.csv were not scanned: it is compressed`,
		"related": [],
	}} with input as _none(state)
}

test_names_the_files_of_a_reason_together if {
	table := fixture.table("not_scanned", fixture.column("a", "email", 0, false))
	many := [object.union(table, {"path": sprintf("data/%d.csv", [i])}) | some i in numbers.range(1, 7)]
	{f.message | some f in rule.deny} == {`dataset "contracts": values of data/1.csv, data/2.csv, data/3.csv, data/4.csv, data/5.csv and 2 more files were not scanned: it is compressed`} with input as _of(many)
	{count(f.related) | some f in rule.deny} == {6} with input as _of(many)
}

test_silent_on_what_was_read[state] if {
	some state in ["scanned", "partly"]
	rule.applies with input as _none(state)
	count(rule.deny) == 0 with input as _none(state)
}

test_not_applicable_to_personal_data if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.unpersonal
}
