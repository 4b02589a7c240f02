package modelgate.rules.governance.model_removed_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.model_removed as rule

test_fires_when_removed if {
	rule.applies with input as fixture.removed
	rule.deny == {{"at": "models/m/README.md#", "message": `this change removes model "models/m"`}} with input as fixture.removed
}

test_says_where_it_moves if {
	rule.deny == {{"at": "models/m/README.md#", "key": "models/n", "message": `the change moves model "models/m" to "models/n" (an artifact is the same); its thresholds and baseline apply there`}} with input as fixture.moved({"to": "models/n", "by": "an artifact"})
}

test_not_applicable_when_present_or_never_there if {
	not rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.absent
}
