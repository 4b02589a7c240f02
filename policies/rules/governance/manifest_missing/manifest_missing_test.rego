package modelgate.rules.governance.manifest_missing_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.manifest_missing as rule

test_fires_without_manifest if {
	rule.applies with input as fixture.bare
	rule.deny == {{"at": "models/m/README.md#", "message": `model "models/m" has no modelgate.yaml`}} with input as fixture.bare
}

test_silent_with_manifest if {
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_to_a_removed_model if {
	not rule.applies with input as fixture.removed
}
