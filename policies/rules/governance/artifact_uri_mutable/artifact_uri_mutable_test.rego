package modelgate.rules.governance.artifact_uri_mutable_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.artifact_uri_mutable as rule

at(uri) := fixture.edit({"/head/artifacts/0/uri": uri})

digits := "0123456789abcdef0123456789abcdef01234567"

test_fires_and_says_why if {
	rule.deny == {{
		"at": "models/m/modelgate.yaml#/artifacts/0",
		"key": "s3://models/churn/latest/model.bin",
		"message": `reference "s3://models/churn/latest/model.bin" is mutable: "latest" can refer to another version later`,
	}} with input as at("s3://models/churn/latest/model.bin")
}

test_fires[uri] if {
	some uri in [
		"oci://registry.example.com/churn:1.0",
		"oci://registry.example.com/churn@sha256:00ff",
		"hf://acme/churn",
		"hf://acme/churn@main/model.bin",
		"https://huggingface.co/acme/churn/resolve/main/model.bin",
		"gs://models/churn/model:Latest",
		"s3://models/churn/latest/model.bin?versionId=",
	]
	count(rule.deny) == 1 with input as at(uri)
}

test_silent[uri] if {
	some uri in [
		"s3://models/churn/sha256-00ff",
		"s3://latest/churn/1.0/model.bin",
		"s3://models/churn/latest/model.bin?versionId=3HL4kqt",
		"gs://models/churn/latest/model.bin#1712345678901234",
		sprintf("hf://acme/churn@%s/model.bin", [digits]),
		sprintf("hf://acme/churn:%s", [digits]),
		sprintf("oci://registry.example.com/churn@sha256:%s0123456789abcdef01234567", [digits]),
	]
	rule.applies with input as at(uri)
	count(rule.deny) == 0 with input as at(uri)
}

test_not_applicable_without_references if {
	not rule.applies with input as at("")
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
