package modelgate.rules.card.license_not_allowed_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.license_not_allowed as rule

lists(allowed, denied) := {
	"/config/allowed_licenses": _list("allowed_licenses", allowed),
	"/config/denied_licenses": _list("denied_licenses", denied),
}

_list(key, values) := fixture.list(sprintf(".modelgate/config.yaml#/%s", [key]), values) if {
	is_array(values)
} else := fixture.no_list

messages(stated, allowed, denied) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit(object.union(fixture.licensed(stated), lists(allowed, denied)))
}

test_fires_on_another_license if {
	rule.deny == {{
		"at": "models/m/README.md#/license/0",
		"key": "license apache-2.0",
		"message": "license \"apache-2.0\" is not in `allowed_licenses`; allowed: \"mit\", \"isc\"",
		"related": [{"at": ".modelgate/config.yaml#/allowed_licenses", "message": "the allowed licenses"}],
	}} with input as fixture.edit(lists(["mit", "isc"], ""))
}

test_fires_when_none_is_allowed if {
	messages(["mit"], [], "") == {"license \"mit\" is not in `allowed_licenses`; allowed: none"}
}

test_fires_on_a_denied_license if {
	messages(["CC-BY-NC-4.0"], "", ["cc-by-nc-4.0"]) == {"license \"CC-BY-NC-4.0\" is in `denied_licenses`; denied: \"cc-by-nc-4.0\""}
	messages(["mit"], ["mit"], ["MIT"]) == {"license \"mit\" is in `denied_licenses`; denied: \"MIT\""}
}

test_alternatives if {
	messages(["MIT OR GPL-3.0-only"], ["mit"], "") == set()
	messages(["MIT OR GPL-3.0-only"], "", ["gpl-3.0"]) == set()
	count(messages(["MIT AND GPL-3.0-only"], ["mit"], "")) == 1
	count(messages(["MIT AND GPL-3.0-only"], "", ["gpl-3.0"])) == 1
}

test_silent_on_an_allowed_license if {
	rule.applies with input as fixture.edit(lists(["Apache-2.0"], ""))
	rule.applies with input as fixture.edit(lists("", ["mit"]))
	messages(["apache-2.0"], ["Apache-2.0"], ["mit"]) == set()
}

test_silent_without_license if {
	count(rule.deny) == 0 with input as fixture.edit(object.union(lists(["mit"], ""), fixture.unlicensed))
}

test_not_applicable_without_list if {
	not rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
