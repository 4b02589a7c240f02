package modelgate.rules.governance.label_missing_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.label_missing as rule

owing(labels) := json.patch(fixture.labelled(labels, []), [{"op": "replace", "path": "/config/owed", "value": [{"at": ".modelgate/config.yaml#/labels/cost_center", "stage": "review", "kind": "label", "key": "cost_center"}]}])

test_fires_without_the_label if {
	{f.message | some f in rule.deny} == {`label "cost_center" is missing, which the configuration requires`} with input as owing([])
	count(rule.deny) == 1 with input as owing([object.union(fixture.label("cost_center", "text", ""), {"present": false, "valid": false})])
}

test_silent_with_it if {
	rule.applies with input as owing([fixture.label("cost_center", "text", "4711")])
	count(rule.deny) == 0 with input as owing([fixture.label("cost_center", "text", "4711")])
}

test_not_applicable_before_its_stage if {
	not rule.applies with input as json.patch(owing([]), [{"op": "replace", "path": "/stage", "value": "draft"}])
	not rule.applies with input as fixture.removed
}
