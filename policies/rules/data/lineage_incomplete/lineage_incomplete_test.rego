package modelgate.rules.data.lineage_incomplete_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.lineage_incomplete as rule

messages(entry, child, parent) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.derived(entry, child, parent)
}

text(tag, value) := fixture.text(sprintf("datacards/contracts.yaml#/%s", [tag]), value)

test_fires_on_unknown_parents if {
	messages({}, {}, {"present": false}) == {`dataset "contracts" is made from "parent", which has no data card`}
}

test_fires_on_endings_without_evidence if {
	messages(object.union(fixture.ended("license"), {"evidence_ref": fixture.lacks("e")}), {}, {}) == {`dataset "contracts": the lineage from "parent" ends obligations without a transformation and evidence_ref, so they still pass`}
}

test_fires_where_the_lineage_is_cut if {
	cut := object.union(fixture.origin({}, {}, {}), {"cut": true})
	{f.key | some f in rule.deny} == {"cut"} with input as fixture.edit({"/head/datasets/0/origins": [cut]})
}

test_silent_on_complete_lineage if {
	rule.applies with input as fixture.derived({}, {}, {})
	messages({}, {}, {}) == set()
	messages(fixture.ended("license"), {}, {}) == set()
}

test_not_applicable_without_lineage if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.removed
}
