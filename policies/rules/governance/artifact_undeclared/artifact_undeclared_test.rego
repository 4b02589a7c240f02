package modelgate.rules.governance.artifact_undeclared_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.artifact_undeclared as rule

test_fires_without_artifacts if {
	rule.deny == {{"at": "models/m/modelgate.yaml#", "message": `model "models/m" has no artifacts`}} with input as fixture.edit({"/head/artifacts": []})
}

test_fires_without_manifest if {
	rule.applies with input as fixture.bare
	rule.deny == {{"at": "models/m/README.md#", "message": `model "models/m" has no artifacts`}} with input as fixture.bare
}

test_fires_on_what_goes_with_a_model if {
	rule.deny == {{"at": "models/m/modelgate.yaml#", "message": `model "models/m" has no artifacts but "models/m/model.safetensors", which by its name only goes with a model`}} with input as fixture.edit({"/head/artifacts/0/auxiliary": true})
}

test_silent_with_an_artifact if {
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_to_a_removed_model if {
	not rule.applies with input as fixture.removed
}
