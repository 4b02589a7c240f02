package modelgate.rules.governance.artifact_format_contradicts_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.artifact_format_contradicts as rule

test_fires_on_a_pickle_that_is_named_safetensors if {
	rule.deny == {{
		"at": "models/m/modelgate.yaml#/artifacts/0",
		"key": "artifact model.safetensors s3://models/m/sha256-00ff",
		"message": `artifact "models/m/model.safetensors" is named like safetensors, but its content is pickle`,
	}} with input as fixture.edit({"/head/artifacts/0/format": "pickle", "/head/artifacts/0/code": true})
}

test_silent_on_names_that_promise_nothing if {
	count(rule.deny) == 0 with input as fixture.model
	count(rule.deny) == 0 with input as fixture.edit({"/head/artifacts/0/named": "pickle", "/head/artifacts/0/format": "ggml"})
	count(rule.deny) == 0 with input as fixture.edit({"/head/artifacts/0/named": ""})
}

test_not_applicable_without_artifacts if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
