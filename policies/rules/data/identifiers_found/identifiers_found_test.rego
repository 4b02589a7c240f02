package modelgate.rules.data.identifiers_found_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.identifiers_found as rule

_data(status, tables) := json.patch(fixture.unpersonal, [
	{"op": "replace", "path": "/head/datasets/0/tables", "value": tables},
	{"op": "replace", "path": "/head/datasets/0/card/personal_data/status/value", "value": status},
])

_emails(hits, named) := [fixture.table("scanned", fixture.column("contact", "email", hits, named))]

test_fires[status] if {
	some status in ["none", "anonymised", "synthetic"]
	rule.deny == {{
		"at": "data/contracts.csv#/columns/contact",
		"key": "email in contact",
		"message": sprintf(`dataset "contracts" is declared as %q, but column "contact" of data/contracts.csv contains e-mail addresses: 98 of 100 cells, such as "a…@p…"`, [status]),
		"related": [{"at": "datacards/contracts.yaml#/personal_data/status", "message": "the status is declared here"}],
	}} with input as _data(status, _emails(98, false))
}

test_fires_on_fewer_under_a_name if count(rule.deny) == 1 with input as _data("none", _emails(12, true))

test_silent_on_few_values[tables] if {
	some tables in [_emails(1, true), _emails(40, false), [fixture.table("scanned", fixture.column("day", "birth_date", 99, false))], [fixture.table("scanned", fixture.column("lat", "location", 100, true))]]
	rule.applies with input as _data("none", tables)
	count(rule.deny) == 0 with input as _data("none", tables)
}

test_silent_on_personal_data if {
	count(rule.deny) == 0 with input as _data("identifying", _emails(98, false))
}

test_not_applicable_without_tables if {
	not rule.applies with input as _data("none", [])
	not rule.applies with input as _data("identifying", _emails(98, false))
}
