package modelgate.lib.weights_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.lib.weights

test_unchanged_is_told_by_known_digests if {
	weights.unchanged with input as fixture.model
	not weights.unchanged with input as fixture.edit({"/head/artifacts/0/digest": "sha256:01ff"})
	not weights.unchanged with input as fixture.edit({"/head/artifacts": [], "/base/artifacts": []})
}
