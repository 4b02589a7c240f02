package modelgate.rules.governance.owner_missing_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.owner_missing as rule

test_fires_without_owner if {
	rule.deny == {{"at": "models/m/README.md#/absent", "message": "the manifest has no owner"}} with input as fixture.edit({"/head/manifest/owner": fixture.no_text})
}

test_silent_with_owner if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_manifest if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
