package modelgate.rules.governance.version_not_raised_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.version_not_raised as rule

other := {"/head/artifacts/0/digest": "sha256:11ff"}

raised := {"/head/manifest/version/value": "1.1.0"}

second := object.union(fixture.artifact, {"path": "models/m/tokenizer.bin"})

test_fires_on_changed_content if {
	rule.deny == {{
		"at": "models/m/modelgate.yaml#/version",
		"message": `version "1.0.0" is unchanged from the base, but these artifacts have changed: "models/m/model.safetensors"`,
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

test_fires_when_fetched_from_elsewhere if {
	some moved in rule.deny with input as fixture.edit({"/head/artifacts/0/uri": "s3://models/m/other"})
	endswith(moved.message, `: "models/m/model.safetensors"`)
	count(rule.deny) == 1 with input as fixture.edit({"/head/artifacts/0/uri": ""})
}

test_silent_when_a_reference_is_added if {
	count(rule.deny) == 0 with input as fixture.edit({"/base/artifacts/0/uri": ""})
}

test_fires_on_a_lower_version if {
	some lower in rule.deny with input as fixture.edit(object.union(other, {"/head/manifest/version/value": "1.9.0", "/base/manifest/version/value": "1.10.0"}))
	startswith(lower.message, `version "1.9.0" is not higher than "1.10.0" on the base, but`)
}

test_versions_without_order_must_differ if {
	some same in rule.deny with input as fixture.edit(object.union(other, {"/head/manifest/version/value": "blue", "/base/manifest/version/value": "blue"}))
	startswith(same.message, `version "blue" is unchanged from the base, but`)
	count(rule.deny) == 0 with input as fixture.edit(object.union(other, {"/head/manifest/version/value": "green", "/base/manifest/version/value": "blue"}))
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
