# METADATA
# title: Undeclared external data
# description: Each file that a model of ONNX keeps numbers in should be an artifact of the model. Otherwise, no digest covers it, and it can change without a new version.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Add the file to `artifacts` in modelgate.yaml, with its path and digest.
#   sources:
#     - "onnx/onnx, onnx.proto3, TensorProto.external_data"
#     - "SLSA v1.1, Verifying artifacts (subject digests)"
#   example: |
#     artifacts:
#       - {path: model.onnx}
#       - {path: model.onnx.data}
package modelgate.rules.governance.artifact_external_undeclared

import data.modelgate.lib.artifacts
import data.modelgate.lib.identity

applies if {
	some artifact in input.head.artifacts
	count(artifact.contents.external) > 0
}

deny contains {
	"at": artifact.at, "key": sprintf("%s external %s", [identity.artifact(artifact), file.path]),
	"message": sprintf("artifact %q keeps numbers in %q, which is not an artifact of the model", [artifacts.name(artifact), file.path]),
} if {
	some artifact in input.head.artifacts
	some file in artifact.contents.external
	file.path != ""
	not _beside(artifact.path, file.path) in _paths
}

_paths := {artifact.path | some artifact in input.head.artifacts}

# The path of a file from the root of the repository, of which the artifact names it from its own directory.
_beside(artifact, file) := concat("/", array.concat(array.slice(steps, 0, count(steps) - 1), [file])) if steps := split(artifact, "/")
