package modelgate.rules.gdpr.dpo_questioned_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.dpo_questioned as rule

criminal := {"/large_scale/value": true, "/criminal_data/included/value": true}

messages(changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit_data(changes)
}

test_fires_on_sensitive_data_on_a_large_scale if {
	messages(criminal) == {`dataset "contracts" holds special categories or criminal data on a large scale, but has neither controller.dpo nor controller.dpo_reason`}
}

test_fires_on_monitoring_on_a_large_scale if {
	messages({"/large_scale/value": true, "/source/origin/value": "observed", "/data_subjects": fixture.list("d", ["Passengers"])}) == {`dataset "contracts" monitors people on a large scale, but has neither controller.dpo nor controller.dpo_reason`}
}

scoring(text) := {"/large_scale/value": true, "/purposes/0/text": fixture.text("p", text)}

test_fires_on_scoring_on_a_large_scale if {
	messages(scoring("Score the risk of default of loans.")) == {`dataset "contracts" scores people on a large scale, but has neither controller.dpo nor controller.dpo_reason`}
	count(messages(scoring("Estimate the risk of default of loans."))) == 1
	messages(scoring("Plan the routes of vans.")) == set()
	messages(scoring("Estimate the size of boxes.")) == set()
	messages(object.union(scoring("Score the risk of default of loans."), {"/large_scale/value": false})) == set()
}

test_silent_with_an_officer_or_a_reason if {
	rule.applies with input as fixture.edit_data(criminal)
	messages(object.union(criminal, {"/controller/dpo": fixture.text("d", "dpo@example.org")})) == set()
	messages(object.union(criminal, {"/controller/dpo_reason": fixture.text("d", "The archive is no core activity.")})) == set()
}

test_not_applicable_to_small_scale_or_authorities if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.removed
	not rule.applies with input as fixture.edit_data(object.union(criminal, {"/large_scale/value": false}))
	not rule.applies with input as fixture.edit_data(object.union(criminal, {"/controller/kind/value": "public-authority"}))
}

test_absence_of_the_kind_does_not_help if {
	unknown := {"/controller/kind": fixture.no_text}
	messages(unknown) == {`dataset "contracts" does not state the kind of its controller, but has neither controller.dpo nor controller.dpo_reason`}
	messages(object.union(unknown, {"/controller/dpo": fixture.text("d", "dpo@example.org")})) == set()
}
