package modelgate.rules.governance.artifact_digest_weak_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.artifact_digest_weak as rule

test_fires_on_md5 if {
	rule.deny == {{
		"at": "models/m/modelgate.yaml#/artifacts/0",
		"key": "artifact model.safetensors s3://models/m/sha256-00ff",
		"message": `the digest of artifact "models/m/model.safetensors" is "md5", which can be forged`,
	}} with input as fixture.edit({"/head/artifacts/0/digest": "md5:00", "/head/artifacts/0/algorithm": "md5"})
}

test_silent_on_sha256 if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_digests if {
	not rule.applies with input as fixture.edit({"/head/artifacts/0/digest": ""})
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
