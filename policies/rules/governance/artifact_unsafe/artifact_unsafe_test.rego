package modelgate.rules.governance.artifact_unsafe_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.artifact_unsafe as rule

test_fires_on_a_format_with_code if {
	rule.deny == {{
		"at": "models/m/modelgate.yaml#/artifacts/0",
		"key": "artifact model.pkl s3://models/m/sha256-00ff",
		"message": `artifact "models/m/model.pkl" uses format pickle, which can run code on load; what it loads is not listed: Git LFS keeps its content`,
	}} with input as fixture.edit({"/head/artifacts/0/path": "models/m/model.pkl", "/head/artifacts/0/format": "pickle", "/head/artifacts/0/code": true})
}

test_fires_on_a_pickle_that_was_read if {
	some finding in rule.deny with input as fixture.pickled(["collections OrderedDict"])
	endswith(finding.message, "which can run code on load")
}

test_silent_on_numbers_only if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_artifacts if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
