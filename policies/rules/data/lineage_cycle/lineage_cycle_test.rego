package modelgate.rules.data.lineage_cycle_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.lineage_cycle as rule

messages(entry, child, parent) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.derived(entry, child, parent)
}

text(tag, value) := fixture.text(sprintf("datacards/contracts.yaml#/%s", [tag]), value)

test_fires_on_a_cycle if {
	cyclic := object.union(fixture.origin({}, {}, {}), {"cycle": true})
	{f.message | some f in rule.deny} == {`dataset "contracts" is made from "parent", which is itself made from "contracts"`} with input as fixture.edit({"/head/datasets/0/origins": [cyclic]})
}

test_silent_without if {
	rule.applies with input as fixture.derived({}, {}, {})
	messages({}, {}, {}) == set()
}

test_not_applicable_without_lineage if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.removed
}
