package modelgate.rules.card.license_other_unnamed_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.license_other_unnamed as rule

other := {"/head/card/license/value": "other"}

named := object.union(other, {
	"/head/card/license_name": fixture.text("models/m/README.md#/license_name", "example-1.0"),
	"/head/card/license_link": fixture.text("models/m/README.md#/license_link", "LICENSE.md"),
})

test_fires_for_each_missing_key if {
	{[f.key, f.message] | some f in rule.deny} == {["license_link", `license "other" has no license_link`], ["license_name", `license "other" has no license_name`]} with input as fixture.edit(other)
}

test_points_at_the_licence if {
	{f.at | some f in rule.deny} == {"models/m/README.md#/license"} with input as fixture.edit(other)
}

test_silent_when_named if {
	rule.applies with input as fixture.edit(named)
	count(rule.deny) == 0 with input as fixture.edit(named)
}

test_silent_on_other_licenses if {
	not rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
