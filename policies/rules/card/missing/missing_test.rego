package modelgate.rules.card.missing_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.missing

test_fires_when_there_is_no_card if {
	missing.applies with input as fixture.bare
	missing.deny == {{"at": "models/m/README.md#", "message": `model "models/m" has no model card`}} with input as fixture.bare
}

test_silent_with_a_card if {
	count(missing.deny) == 0 with input as fixture.model
}

test_not_applicable_to_a_removed_model if {
	not missing.applies with input as fixture.removed
}
