package modelgate.rules.governance.label_missing_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.label_missing as rule

owing(labels) := json.patch(fixture.labelled(labels, []), [{"op": "replace", "path": "/config/owed", "value": [{"at": ".modelgate/config.yaml#/labels/cost_center", "stage": "review", "kind": "label", "key": "cost_center"}]}])

test_fires_without_the_label if {
	{f.message | some f in rule.deny} == {`label "cost_center" is missing, which the configuration requires`} with input as owing([])
	count(rule.deny) == 1 with input as owing([object.union(fixture.label("cost_center", "text", ""), {"present": false, "valid": false})])
}

# What is stated must say something, unless the configuration declares the word.
test_fires_for_an_empty_list_and_a_placeholder if {
	every label in [
		object.union(fixture.label("cost_center", "list", ""), {"items": []}),
		object.union(fixture.label("cost_center", "list", ""), {"items": [{"at": "a#", "value": " "}, {"at": "a#", "value": "TBD"}]}),
		fixture.label("cost_center", "text", "TODO: ask finance"),
		fixture.label("cost_center", "text", " "),
	] {
		rule.deny == {{
			"at": "models/m/modelgate.yaml#/labels/cost_center", "key": "cost_center",
			"message": `label "cost_center" has no value, which the configuration requires`,
			"related": [{"at": ".modelgate/config.yaml#/labels/cost_center", "message": "required here"}],
		}} with input as owing([label])
	}
	count(rule.deny) == 0 with input as owing([object.union(fixture.label("cost_center", "list", ""), {"items": [{"at": "a#", "value": "eu"}, {"at": "a#", "value": "TBD"}]})])
	none := [fixture.label("cost_center", "text", "none")]
	count(rule.deny) == 1 with input as owing(none)
	count(rule.deny) == 0 with input as json.patch(owing(none), [{"op": "replace", "path": "/config/labels/0/values", "value": ["none", "4711"]}])
}

# What is of another type is label_invalid's.
test_silent_for_an_invalid_one if {
	count(rule.deny) == 0 with input as owing([object.union(fixture.label("cost_center", "list", "TBD"), {"valid": false})])
	count(rule.deny) == 0 with input as owing([fixture.label("cost_center", "number", "0")])
}

test_silent_with_it if {
	rule.applies with input as owing([fixture.label("cost_center", "text", "4711")])
	count(rule.deny) == 0 with input as owing([fixture.label("cost_center", "text", "4711")])
}

test_not_applicable_before_its_stage if {
	not rule.applies with input as json.patch(owing([]), [{"op": "replace", "path": "/stage", "value": "draft"}])
	not rule.applies with input as fixture.removed
}
