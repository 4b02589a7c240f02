package modelgate.rules.governance.thresholds_shed_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.thresholds_shed as rule

test_fires_for_a_threshold_that_stays_behind if {
	rule.deny == {{
		"at": "models/m/README.md#", "key": "accuracy models/n",
		"message": `threshold "accuracy" applies to model "models/m", which the change moves to "models/n" (an artifact is the same), but does not apply there after the merge`,
	}} with input as fixture.moved({"to": "models/n", "by": "an artifact", "shed": fixture.config.thresholds})
}

test_fires_for_a_threshold_without_a_model if {
	rule.deny == {{
		"at": "models/m/README.md#", "key": "accuracy ",
		"message": `threshold "accuracy" applies to model "models/m", which the change removes, and matches no model after the merge`,
	}} with input as fixture.moved({"shed": fixture.config.thresholds})
}

test_silent_where_thresholds_follow if {
	rule.applies with input as fixture.moved({"to": "models/n", "by": "an artifact"})
	count(rule.deny) == 0 with input as fixture.moved({"to": "models/n", "by": "an artifact"})
}

test_not_applicable_to_a_model_that_stays if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.absent
}
