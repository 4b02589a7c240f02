package modelgate.rules.governance.version_not_raised_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.version_not_raised as rule

other := {"/head/artifacts/0/digest": "sha256:11ff"}

raised := {"/head/manifest/version/value": "1.1.0"}

second := object.union(fixture.artifact, {"path": "models/m/tokenizer.bin"})

test_fires_on_changed_content if {
	rule.deny == {{
		"at": "models/m/modelgate.yaml#/version",
		"message": `the version is still "1.0.0", but these artifacts have changed: "models/m/model.safetensors"`,
	}} with input as fixture.edit(other)
}

test_fires_when_the_digest_is_lost if {
	count(rule.deny) == 1 with input as fixture.edit({"/head/artifacts/0/digest": ""})
}

test_fires_on_added_and_removed_artifacts if {
	some added in rule.deny with input as fixture.edit({"/head/artifacts": [fixture.artifact, second]})
	endswith(added.message, `: "models/m/tokenizer.bin"`)
	some replaced in rule.deny with input as fixture.edit({"/head/artifacts": [second]})
	endswith(replaced.message, `: "models/m/model.safetensors", "models/m/tokenizer.bin"`)
}

test_silent_when_raised if {
	rule.applies with input as fixture.edit(object.union(other, raised))
	count(rule.deny) == 0 with input as fixture.edit(object.union(other, raised))
}

test_silent_when_nothing_changed if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_silent_when_the_base_listed_nothing if {
	count(rule.deny) == 0 with input as fixture.edit({"/base/artifacts": []})
	count(rule.deny) == 0 with input as fixture.edit({"/base/artifacts/0/digest": ""})
}

test_silent_when_several_stay if {
	both := [fixture.artifact, object.union(second, {"digest": "sha256:22ff"})]
	count(rule.deny) == 0 with input as fixture.edit({"/head/artifacts": both, "/base/artifacts": both})
}

test_not_applicable_without_versions if {
	not rule.applies with input as fixture.edit({"/base/manifest/version": fixture.no_text})
	neither := object.union(other, {"/base/manifest/version": fixture.no_text, "/head/manifest/version": fixture.no_text})
	count(rule.deny) == 0 with input as fixture.edit(neither)
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
