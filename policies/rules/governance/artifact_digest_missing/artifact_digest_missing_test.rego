package modelgate.rules.governance.artifact_digest_missing_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.artifact_digest_missing as rule

test_fires_without_digest if {
	rule.deny == {{"at": "models/m/modelgate.yaml#/artifacts/0", "key": "artifact model.safetensors s3://models/m/sha256-00ff", "message": `artifact "models/m/model.safetensors" has no digest`}} with input as fixture.edit({"/head/artifacts/0/digest": ""})
}

test_fires_on_a_remote_object if {
	{f.message | some f in rule.deny} == {`artifact "s3://models/m/sha256-00ff" has no digest`} with input as fixture.edit({"/head/artifacts/0/digest": "", "/head/artifacts/0/path": ""})
}

test_silent_with_digest if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_artifacts if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
