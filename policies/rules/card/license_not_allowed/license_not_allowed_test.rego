package modelgate.rules.card.license_not_allowed_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.license_not_allowed as rule

allowing(values) := {"/config/allowed_licenses": fixture.list(".modelgate/config.yaml#/allowed_licenses", values)}

test_fires_on_another_license if {
	rule.deny == {{
		"at": "models/m/README.md#/license",
		"message": `licence "apache-2.0" is not allowed here; allowed are "mit", "isc"`,
		"related": [{"at": ".modelgate/config.yaml#/allowed_licenses", "message": "the licences that are allowed"}],
	}} with input as fixture.edit(allowing(["mit", "isc"]))
}

test_fires_when_none_is_allowed if {
	some finding in rule.deny with input as fixture.edit(allowing([]))
	endswith(finding.message, "allowed are none")
}

test_silent_on_an_allowed_license if {
	rule.applies with input as fixture.edit(allowing(["Apache-2.0"]))
	count(rule.deny) == 0 with input as fixture.edit(allowing(["Apache-2.0"]))
}

test_silent_without_license if {
	count(rule.deny) == 0 with input as fixture.edit(object.union(allowing(["mit"]), {"/head/card/license": fixture.no_text}))
}

test_not_applicable_without_list_or_card if {
	not rule.applies with input as object.union(fixture.bare, {"config": {"allowed_licenses": fixture.list(".modelgate/config.yaml#/allowed_licenses", ["mit"])}})
	not rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
	not rule.applies with input as fixture.removed
}
