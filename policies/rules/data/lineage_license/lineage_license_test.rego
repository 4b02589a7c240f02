package modelgate.rules.data.lineage_license_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.lineage_license as rule

messages(entry, child, parent) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.derived(entry, child, parent)
}

text(tag, value) := fixture.text(sprintf("datacards/contracts.yaml#/%s", [tag]), value)

license(value) := {"license": text("license", value)}

test_fires_on_lost_limits if {
	messages({}, license("mit"), license("cc-by-nc-4.0")) == {`dataset "contracts" has the license "mit", but it is made from "parent", whose license "cc-by-nc-4.0" allows no commercial use`}
	count(messages({}, license("cc-by-4.0"), license("cc-by-nd-4.0"))) == 1
}

test_silent_where_they_are_kept_or_ended if {
	rule.applies with input as fixture.derived({}, {}, {})
	messages({}, license("cc-by-nc-4.0"), license("cc-by-nc-4.0")) == set()
	messages({}, license("cc-by-nc-4.0"), license("mit")) == set()
	messages(fixture.ended("license"), license("mit"), license("cc-by-nc-4.0")) == set()
	messages({}, license("mit"), license("other")) == set()
}

test_not_applicable_without_lineage if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.removed
}
