package modelgate.rules.governance.label_undeclared_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.label_undeclared as rule

stating(name) := json.patch(fixture.labelled([fixture.label("cost_center", "text", "4711")], []), [{"op": "replace", "path": "/head/manifest/labels", "value": [{"at": "models/m/modelgate.yaml#/labels/x", "value": name}]}])

test_fires_for_another_name if {
	{f.message | some f in rule.deny} == {`label "cost_centre" is not declared in the configuration`} with input as stating("cost_centre")
}

test_silent_for_a_declared_one if {
	rule.applies with input as stating("cost_center")
	count(rule.deny) == 0 with input as stating("cost_center")
}

test_not_applicable_without_labels if not rule.applies with input as fixture.model
