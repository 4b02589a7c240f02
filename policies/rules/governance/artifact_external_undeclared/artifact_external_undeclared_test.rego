package modelgate.rules.governance.artifact_external_undeclared_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.artifact_external_undeclared as rule

with_external(files) := fixture.edit({"/head/artifacts/0/contents/external": files})

test_fires_on_what_no_artifact_is if {
	rule.deny == {{
		"at": "models/m/modelgate.yaml#/artifacts/0",
		"key": "artifact model.safetensors s3://models/m/sha256-00ff external w.data",
		"message": `artifact "models/m/model.safetensors" keeps numbers in "w.data", which is not an artifact of the model`,
	}} with input as with_external([{"location": "w.data", "path": "w.data"}])
}

test_silent_on_artifacts if {
	rule.deny == set() with input as with_external([{"location": "./model.safetensors", "path": "model.safetensors"}, {"location": "/etc/passwd", "path": ""}])
}

test_applies_to_external_data if rule.applies with input as with_external([{"location": "w.data", "path": "w.data"}])

test_not_applicable_without_external_data if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
