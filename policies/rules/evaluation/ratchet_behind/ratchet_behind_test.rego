package modelgate.rules.evaluation.ratchet_behind_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.evaluation.ratchet_behind as rule

ratchet(changes) := fixture.compared(object.union({"bound": "ratchet", "key": "accuracy ratchet"}, changes))

test_fires_when_the_best_is_not_recorded if {
	rule.deny == {{
		"at": ".modelgate/thresholds.yaml#/thresholds/0/min",
		"key": "accuracy ratchet",
		"message": `0.87 of the base is the best "accuracy" so far, but .modelgate/thresholds.lock.yaml does not record it`,
	}} with input as ratchet({"unrecorded": true})
}

test_silent_when_it_is_recorded if {
	rule.applies with input as ratchet({})
	count(rule.deny) == 0 with input as ratchet({})
}

test_not_applicable_without_a_ratchet if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
