package modelgate.rules.governance.artifact_external_undeclared_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.artifact_external_undeclared as rule

with_external(files) := fixture.edit({"/head/artifacts/0/contents/external": files})

test_fires_on_what_no_artifact_is if {
	rule.deny == {{
		"at": "models/m/modelgate.yaml#/artifacts/0",
		"key": "artifact model.safetensors s3://models/m/sha256-00ff external w.data",
		"message": `artifact "models/m/model.safetensors" keeps tensor data in "w.data", which is not an artifact of the model`,
	}} with input as with_external([{"location": "w.data", "path": "w.data"}])
}

# A model of one file for each tensor has one finding, which names the first of them.
test_groups_many_files if {
	rule.deny == {{
		"at": "models/m/modelgate.yaml#/artifacts/0",
		"key": "artifact model.safetensors s3://models/m/sha256-00ff external 7 files, from w0",
		"message": `7 files with tensor data of artifact "models/m/model.safetensors" are not artifacts of the model: "w0", "w1", "w2", "w3", "w4", …`,
	}} with input as with_external([{"location": name, "path": name} | some name in ["w6", "w5", "w4", "w3", "w2", "w1", "w0"]])
}

keeping(paths, file) := fixture.edit({"/head/artifacts": [
object.union(first, {"path": path, "at": sprintf("x#/artifacts/%s", [path]), "contents": object.union(first.contents, {"external": [{"location": file, "path": file}]})}) |
	some path in paths
	first := fixture.model.head.artifacts[0]
]})

test_groups_the_files_of_several_artifacts if {
	some one in rule.deny with input as keeping(["models/m/a.onnx", "models/m/deep/b.onnx"], "w")
	one.message == `2 files with tensor data of artifact "models/m/deep/b.onnx" and 1 other are not artifacts of the model: "deep/w", "w"`
	some all in rule.deny with input as keeping(["models/m/a.onnx", "models/m/deep/b.onnx", "models/m/deeper/c.onnx"], "w")
	all.message == `3 files with tensor data of artifact "models/m/deep/b.onnx" and 2 others are not artifacts of the model: "deep/w", "deeper/w", "w"`
}

test_names_a_shared_file_once if {
	some one in rule.deny with input as keeping(["models/m/a.onnx", "models/m/b.onnx"], "w")
	one.message == `artifact "models/m/a.onnx" keeps tensor data in "w", which is not an artifact of the model`
}

test_silent_on_artifacts if {
	rule.deny == set() with input as with_external([{"location": "./model.safetensors", "path": "model.safetensors"}, {"location": "/etc/passwd", "path": ""}])
}

test_applies_to_external_data if rule.applies with input as with_external([{"location": "w.data", "path": "w.data"}])

test_not_applicable_without_external_data if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
