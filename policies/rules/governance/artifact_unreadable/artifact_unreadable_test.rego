package modelgate.rules.governance.artifact_unreadable_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.artifact_unreadable as rule

test_fires_on_a_broken_file if {
	rule.deny == {{
		"at": "models/m/modelgate.yaml#/artifacts/0",
		"key": "artifact model.safetensors s3://models/m/sha256-00ff",
		"message": `artifact "models/m/model.safetensors" could not be read: the pickle is cut off`,
	}} with input as fixture.edit({"/head/artifacts/0/contents/state": "unreadable", "/head/artifacts/0/contents/problem": "the pickle is cut off"})
}

test_silent_on_what_is_elsewhere_or_read if {
	count(rule.deny) == 0 with input as fixture.model
	count(rule.deny) == 0 with input as fixture.pickled([])
}

test_not_applicable_without_artifacts if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
