package modelgate.rules.governance.risk_class_undeclared_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.risk_class_undeclared as rule

asking(class) := json.patch(fixture.changed([{"risk_classes": [{"at": "a#", "value": "high"}]}], []), [{"op": "replace", "path": "/head/card/risk_class", "value": class}])

test_fires_without_a_class if {
	count(rule.deny) == 1 with input as asking(fixture.no_text)
	count(rule.deny) == 1 with input as asking(fixture.text("models/m/README.md#/modelgate/risk_class", "hihg"))
}

test_silent_with_one if {
	rule.applies with input as asking(fixture.text("models/m/README.md#/modelgate/risk_class", "minimal"))
	count(rule.deny) == 0 with input as asking(fixture.text("models/m/README.md#/modelgate/risk_class", "minimal"))
}

test_not_applicable_where_no_entry_depends_on_it if {
	not rule.applies with input as fixture.changed([{"count": 1}], [])
	not rule.applies with input as fixture.model
}
