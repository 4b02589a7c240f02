package modelgate.rules.governance.artifact_size_conflict_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.artifact_size_conflict as rule

messages := {f.message | some f in rule.deny}

test_fires_on_another_declared_size if {
	messages == {`artifact "models/m/model.safetensors" has 5 bytes, but 6 are declared`} with input as fixture.edit({"/head/artifacts/0/declared": 6, "/base/artifacts/0/size": 5})
}

test_fires_on_another_size_of_the_same_content if {
	messages == {`artifact "models/m/model.safetensors" has 7 bytes, but an artifact with the same digest has 5`} with input as fixture.edit({"/head/artifacts/0/size": 7})
}

test_fires_on_an_empty_file if {
	messages == {`artifact "models/m/model.safetensors" has 0 bytes, but its digest is not that of an empty file`} with input as fixture.edit({"/head/artifacts/0/size": 0, "/head/artifacts/0/digest": "sha256:00fe"})
	messages == {`artifact "models/m/model.safetensors" has 5 bytes, but its digest is that of an empty file`} with input as fixture.edit({"/head/artifacts/0/digest": "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"})
}

test_silent_on_others if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
	count(rule.deny) == 0 with input as fixture.edit({"/head/artifacts/0/declared": 5})
	count(rule.deny) == 0 with input as fixture.edit({"/head/artifacts/0/size": 9, "/head/artifacts/0/digest": "sha256:00fe"})
	count(rule.deny) == 0 with input as fixture.edit({"/head/artifacts/0/size": -1, "/head/artifacts/0/declared": 5})
	count(rule.deny) == 0 with input as fixture.edit({"/head/artifacts/0/size": 9, "/head/artifacts/0/digest": ""})
}

test_not_applicable_without_artifacts if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
