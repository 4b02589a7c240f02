package modelgate.rules.gdpr.lineage_purpose_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.lineage_purpose as rule

messages(entry, child, parent) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.derived(entry, child, parent)
}

text(tag, value) := fixture.text(sprintf("datacards/contracts.yaml#/%s", [tag]), value)

purposes(id) := {"purposes": [fixture.purpose(id)]}

grounded := {"purposes": [object.union(fixture.purpose("ads"), {"compatibility": {"at": "c", "present": true, "ground": text("g", "consent"), "ref": text("r", "c:1")}})]}

test_fires_on_other_purposes if {
	messages({}, purposes("ads"), {}) == {`dataset "contracts" has the purpose "ads", which "parent", from which it is made, does not have`}
}

test_silent_on_the_same_and_on_grounds if {
	rule.applies with input as fixture.derived({}, {}, {})
	messages({}, {}, {}) == set()
	messages({}, grounded, {}) == set()
	messages(fixture.ended("purposes"), purposes("ads"), {}) == set()
	messages({}, purposes("ads"), {"purposes": []}) == set()
}

test_not_applicable_without_lineage if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.removed
}
