package modelgate.rules.governance.version_missing_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.version_missing as rule

test_fires_without_version if {
	rule.deny == {{"at": "models/m/README.md#/absent", "message": "the manifest names no version"}} with input as fixture.edit({"/head/manifest/version": fixture.no_text})
}

test_silent_with_version if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_manifest if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
