package modelgate.rules.governance.artifact_external_path_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.artifact_external_path as rule

with_external(files) := fixture.edit({"/head/artifacts/0/contents/external": files})

test_fires_on_what_leads_out if {
	rule.deny == {{
		"at": "models/m/modelgate.yaml#/artifacts/0",
		"key": "artifact model.safetensors s3://models/m/sha256-00ff external ../../etc/passwd",
		"message": `artifact "models/m/model.safetensors" reads tensor data from "../../etc/passwd", which is not a path in its directory`,
	}} with input as with_external([{"location": "../../etc/passwd", "path": ""}, {"location": "./w.data", "path": "w.data"}])
}

test_silent_on_what_is_inside if {
	rule.applies with input as with_external([{"location": "data/w.data", "path": "data/w.data"}])
	rule.deny == set() with input as with_external([{"location": "data/w.data", "path": "data/w.data"}])
}

test_not_applicable_without_external_data if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
