package modelgate.rules.data.lineage_open_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.lineage_open as rule

messages(entry, child, parent) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.derived(entry, child, parent)
}

text(tag, value) := fixture.text(sprintf("datacards/contracts.yaml#/%s", [tag]), value)

license(value) := {"license": text("license", value)}

to(country) := {"transfers": fixture.transfers(country, "adequacy", {})}

test_fires_on_open_licenses if {
	messages({}, license("cc-by-4.0"), license("other")) == {`dataset "contracts" has the open license "cc-by-4.0", but it is made from "parent", whose license "other" is unknown to be open`}
}

test_fires_on_new_transfers if {
	messages({}, to("US"), {}) == {`dataset "contracts" is transferred to "US", but "parent", from which it is made, is not`}
}

test_silent_where_it_is_no_more_open if {
	rule.applies with input as fixture.derived({}, {}, {})
	messages({}, {}, {}) == set()
	messages({}, to("US"), to("US")) == set()
	messages({}, license("mit"), license("cc-by-4.0")) == set()
	messages(fixture.ended("license"), license("mit"), license("other")) == set()
}

test_not_applicable_without_lineage if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.removed
}
