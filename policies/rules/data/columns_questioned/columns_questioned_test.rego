package modelgate.rules.data.columns_questioned_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.columns_questioned as rule

_none(column) := json.patch(fixture.unpersonal, [{"op": "replace", "path": "/head/datasets/0/tables", "value": [fixture.table("scanned", column)]}])

_open(column) := fixture.edit({"/head/datasets/0/tables": [fixture.table("scanned", column)], "/head/datasets/0/card/personal_data/status": fixture.no_text})

test_fires_on_places_of_data_declared_otherwise if {
	rule.deny == {{
		"at": "data/contracts.csv#/columns/lat",
		"key": "location in lat",
		"message": `dataset "contracts": column "lat" of data/contracts.csv contains precise locations (90 of 100 cells), but the status of personal data is "none"`,
	}} with input as _none(fixture.column("lat", "location", 90, true))
}

test_fires_on_values_without_a_status if {
	rule.deny == {{
		"at": "data/contracts.csv#/columns/contact",
		"key": "email in contact",
		"message": `dataset "contracts": column "contact" of data/contracts.csv contains e-mail addresses (90 of 100 cells), but the status of personal data is not declared`,
	}} with input as _open(fixture.column("contact", "email", 90, false))
}

test_fires_on_names if {
	rule.deny == {{
		"at": "data/contracts.csv#/columns/last_name",
		"key": "names in data/contracts.csv",
		"message": `dataset "contracts": columns of data/contracts.csv are named like identifiers of people: "last_name", but the status of personal data is "none"`,
	}} with input as _none(fixture.column("last_name", "email", 0, false))
}

test_silent_on_other_columns if {
	rule.applies with input as _none(fixture.column("score", "email", 1, false))
	count(rule.deny) == 0 with input as _none(fixture.column("score", "email", 1, false))
	count(rule.deny) == 0 with input as _none(fixture.column("email", "email", 90, true)) # data/identifiers_found
}

test_not_applicable_to_personal_data if {
	not rule.applies with input as fixture.edit({"/head/datasets/0/tables": [fixture.table("scanned", fixture.column("lat", "location", 90, true))]})
	not rule.applies with input as fixture.unpersonal
}
