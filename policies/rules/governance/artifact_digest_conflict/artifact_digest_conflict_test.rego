package modelgate.rules.governance.artifact_digest_conflict_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.artifact_digest_conflict as rule

test_fires_on_a_conflict if {
	rule.deny == {{
		"at": "models/m/modelgate.yaml#/artifacts/0",
		"key": "artifact model.safetensors s3://models/m/sha256-00ff",
		"message": `artifact "models/m/model.safetensors" is declared with digest "sha256:00ff", but the file's digest differs`,
	}} with input as fixture.edit({"/head/artifacts/0/agrees": false})
}

test_silent_on_agreement if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_artifacts if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
