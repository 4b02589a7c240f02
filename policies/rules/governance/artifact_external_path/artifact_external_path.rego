# METADATA
# title: External data outside of the model
# description: "An ONNX model that keeps tensor data in other files must refer to them by paths in its own directory. A loader that follows another path reads any file that the serving process can read."
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Replace the file with one whose data is saved next to it, for example by onnx.save_model(model, path, save_as_external_data=True, location="model.onnx.data").
#   sources:
#     - "onnx/onnx, onnx.proto3, TensorProto.external_data (location is relative to the directory of the model)"
#     - "CVE-2022-25882 and CVE-2024-27318 (directory traversal by external_data)"
#     - https://cwe.mitre.org/data/definitions/22.html
#   controls: [cwe/CWE-22]
#   example: |
#     # location: model.onnx.data, not ../../etc/passwd
package modelgate.rules.governance.artifact_external_path

import data.modelgate.lib.artifacts
import data.modelgate.lib.identity

applies if {
	some artifact in input.head.artifacts
	count(artifact.contents.external) > 0
}

deny contains {
	"at": artifact.at, "key": sprintf("%s external %s", [identity.artifact(artifact), file.location]),
	"message": sprintf("artifact %q reads tensor data from %q, which is not a path in its directory", [artifacts.name(artifact), file.location]),
} if {
	some artifact in input.head.artifacts
	some file in artifact.contents.external
	file.path == ""
}
