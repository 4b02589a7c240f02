package modelgate.rules.governance.version_contradicted_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.version_contradicted as rule

about(version) := fixture.edit({"/head/card/version/value": version})

test_fires_for_another_version if {
	{f.message | some f in rule.deny} == {`the model card is about version "1.1.0", but modelgate.yaml states version "1.0.0"`} with input as about("1.1.0")
}

test_silent_for_the_same if {
	rule.applies with input as about("v1.0.0")
	count(rule.deny) == 0 with input as about("v1.0.0")
	count(rule.deny) == 0 with input as about("1.0.0")
}

test_not_applicable_unless_both_state_one if not rule.applies with input as fixture.bare
