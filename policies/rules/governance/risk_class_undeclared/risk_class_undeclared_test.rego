package modelgate.rules.governance.risk_class_undeclared_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.risk_class_undeclared as rule

asking(class) := json.patch(fixture.changed([{"risk_classes": [{"at": "a#", "value": "high"}]}], []), [{"op": "replace", "path": "/head/card/risk_class", "value": class}])

messages(of) := {f.message | some f in found} if {
	found := rule.deny with input as of
}

test_names_what_is_lacking if {
	messages(asking(fixture.no_text)) == {"the model has no risk class, so the approvals for every class are required"}
	messages(asking(fixture.text("models/m/README.md#/modelgate/risk_class", "hihg"))) == {`unknown risk class "hihg", so the approvals for every class are required`}
}

test_fires_on_a_known_class_beside_one_that_is_not if {
	known := asking(fixture.text("models/m/README.md#/modelgate/risk_class", "minimal"))
	other := json.patch(known.head.card, [{"op": "replace", "path": "/risk_class", "value": fixture.text("models/m/card.yaml#/risk_class", "hihg")}])
	messages(json.patch(known, [{"op": "replace", "path": "/head/all_cards", "value": [known.head.card, other]}])) == {`unknown risk class "hihg", so the approvals for every class are required`}
}

test_fires_without_a_class if {
	count(rule.deny) == 1 with input as asking(fixture.no_text)
	count(rule.deny) == 1 with input as asking(fixture.text("models/m/README.md#/modelgate/risk_class", "hihg"))
}

# What is not required yet at the stage of the model is not said to be.
test_says_from_which_stage_they_apply if {
	later := json.patch(asking(fixture.no_text), [{"op": "replace", "path": "/config/approvals/0/stage", "value": "production"}])
	{f.message | some f in rule.deny} == {"the model has no risk class, so the approvals for every class are required"} with input as later
	{f.message | some f in rule.deny} == {"the model has no risk class, so the approvals for every class are required from stage production"} with input as json.patch(later, [{"op": "replace", "path": "/stage", "value": "draft"}])
	two := json.patch(later, [
		{"op": "replace", "path": "/stage", "value": "draft"},
		{"op": "add", "path": "/config/approvals/-", "value": object.union(later.config.approvals[0], {"stage": "review"})},
	])
	{f.message | some f in rule.deny} == {"the model has no risk class, so the approvals for every class are required from stage review"} with input as two
}

test_silent_with_one if {
	rule.applies with input as asking(fixture.text("models/m/README.md#/modelgate/risk_class", "minimal"))
	count(rule.deny) == 0 with input as asking(fixture.text("models/m/README.md#/modelgate/risk_class", "minimal"))
}

test_not_applicable_where_no_entry_depends_on_it if {
	not rule.applies with input as fixture.changed([{"count": 1}], [])
	not rule.applies with input as fixture.model
}
