package modelgate.rules.evaluation.no_thresholds_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.evaluation.no_thresholds as rule

test_fires_without_thresholds if {
	rule.deny == {{"at": "models/m/README.md#", "message": `no threshold applies to model "models/m"`}} with input as fixture.edit({"/config/thresholds": []})
}

test_silent_with_a_threshold if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_to_a_removed_model if {
	not rule.applies with input as fixture.removed
}
