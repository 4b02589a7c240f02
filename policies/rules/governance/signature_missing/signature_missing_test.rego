package modelgate.rules.governance.signature_missing_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.signature_missing as rule

_required(stage, edits) := fixture.edit(object.union(edits, {"/config/owed": [{"at": ".modelgate/config.yaml#/signed", "stage": stage, "kind": "signature", "key": "model.sig"}]}))

test_fires_without_a_signature if {
	rule.deny == {{
		"at": "models/m/modelgate.yaml#/artifacts/0",
		"key": "artifact model.safetensors s3://models/m/sha256-00ff",
		"message": `artifact "models/m/model.safetensors" has no valid signature, which the configuration requires`,
		"related": [{"at": ".modelgate/config.yaml#/signed", "message": "required here"}],
	}} with input as _required("production", {})
}

test_fires_without_artifacts if {
	count(rule.deny) == 1 with input as _required("production", {"/head/artifacts": []})
}

test_silent_on_a_signed_artifact if {
	count(rule.deny) == 0 with input as _required("production", {"/head/artifacts/0/signed_by": "training"})
}

test_only_from_the_stage_on if {
	not rule.applies with input as _required("production", {"/stage": "review"})
	rule.applies with input as _required("review", {})
}

test_not_applicable_if_not_required if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
