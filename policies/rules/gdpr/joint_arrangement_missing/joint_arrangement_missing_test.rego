package modelgate.rules.gdpr.joint_arrangement_missing_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.joint_arrangement_missing as rule

joint := {"/controller/joint": fixture.list("datacards/contracts.yaml#/controller/joint", ["Sample AG"])}

arranged := {"/controller/arrangement_ref": fixture.text("datacards/contracts.yaml#/controller/arrangement_ref", "contracts:JC-4")}

messages(changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit_data(changes)
}

test_fires_without_an_arrangement if {
	messages(joint) == {`dataset "contracts" has joint controllers ("Sample AG"), but controller.arrangement_ref is missing`}
}

test_fires_on_an_arrangement_of_no_one if {
	rule.applies with input as fixture.edit_data(arranged)
	messages(arranged) == {`dataset "contracts" refers to an arrangement of joint controllers, but controller.joint is empty`}
}

test_silent_with_both if {
	rule.applies with input as fixture.edit_data(object.union(joint, arranged))
	messages(object.union(joint, arranged)) == set()
}

test_not_applicable_to_one_controller_or_other_data if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.removed
	not rule.applies with input as json.patch(fixture.unpersonal, [{"op": "replace", "path": "/head/datasets/0/card/controller/joint", "value": joint["/controller/joint"]}])
}
