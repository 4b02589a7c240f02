package modelgate.rules.governance.artifact_uri_contradicts_digest_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.artifact_uri_contradicts_digest as rule

digits(two) := concat("", [two | some _ in numbers.range(1, 32)])

at(uri, changes) := fixture.edit(object.union(
	{"/head/artifacts/0/uri": uri, "/head/artifacts/0/digest": sprintf("sha256:%s", [digits("ab")])},
	changes,
))

remote := {"/head/artifacts/0/path": ""}

test_fires_and_says_both if {
	uri := sprintf("s3://models/churn/sha256-%s", [digits("cd")])
	rule.deny == {{
		"at": "models/m/modelgate.yaml#/artifacts/0",
		"key": sprintf("artifact model.safetensors %s", [uri]),
		"message": sprintf("reference %q does not match the artifact's digest %q", [uri, sprintf("sha256:%s", [digits("ab")])]),
	}} with input as at(uri, {})
}

test_fires[form] if {
	some form in [
		"oci://registry.example.com/churn:1.0@sha256:%s",
		"https://models.example.com/sha256:%s/model.bin",
		"https://models.example.com/model.bin?SHA256-%s",
		"s3://models/sha256-%s/model.bin",
	]
	count(rule.deny) == 1 with input as at(sprintf(form, [digits("cd")]), remote)
}

test_fires_on_the_second_of_two_digests if {
	count(rule.deny) == 1 with input as at(sprintf("s3://models/sha256-%s/sha256-%s", [digits("ab"), digits("cd")]), {})
}

test_silent_on_the_same_digest[form] if {
	some form in ["oci://registry.example.com/churn@sha256:%s", "s3://models/sha256-%s/model.bin"]
	rule.applies with input as at(sprintf(form, [digits("ab")]), remote)
	count(rule.deny) == 0 with input as at(sprintf(form, [digits("ab")]), remote)
	count(rule.deny) == 0 with input as at(sprintf(form, [digits("AB")]), remote)
}

test_not_applicable_to_an_image_that_holds_the_file if {
	not rule.applies with input as at(sprintf("oci://registry.example.com/churn@sha256:%s", [digits("cd")]), {})
}

test_not_applicable_where_nothing_can_be_compared if {
	other := sprintf("s3://models/sha256-%s", [digits("cd")])
	not rule.applies with input as at(other, {"/head/artifacts/0/digest": "md5:00", "/head/artifacts/0/algorithm": "md5"})
	not rule.applies with input as at(other, {"/head/artifacts/0/digest": ""})
	not rule.applies with input as at(sprintf("%sab", [other]), {})
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
