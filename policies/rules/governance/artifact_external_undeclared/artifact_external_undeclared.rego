# METADATA
# title: Undeclared external data
# description: Each file in which an ONNX model keeps tensor data should be an artifact of the model. Otherwise, no digest covers it, and it can change without a new version.
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
	"at": artifact.at, "key": sprintf("%s external %s", [identity.artifact(artifact), file]),
	"message": sprintf("artifact %q keeps tensor data in %q, which is not an artifact of the model", [artifacts.name(artifact), file]),
} if {
	count(_files) == 1
	[_, artifact, file] := sort(_undeclared)[0]
}

# A model may keep each tensor in a file of its own: they are one finding.
deny contains {
	"at": artifact.at, "key": sprintf("%s external %d files, from %s", [identity.artifact(artifact), count(_files), file]),
	"message": sprintf("%d files with tensor data of artifact %q%s are not artifacts of the model: %s%s", [count(_files), artifacts.name(artifact), _others, names, more]),
} if {
	count(_files) > 1
	[_, artifact, file] := sort(_undeclared)[0]
	names := concat(", ", [sprintf("%q", [trim_prefix(path, sprintf("%s/", [input.head.id]))]) | some path in array.slice(sort(_files), 0, 5)])
	more := {true: ", …", false: ""}[count(_files) > 5]
}

_undeclared contains [path, artifact, file.path] if {
	some artifact in input.head.artifacts
	some file in artifact.contents.external
	file.path != ""
	path := _beside(artifact.path, file.path)
	not path in _paths
}

_files := {path | some [path, _, _] in _undeclared}

_keepers := {artifact | some [_, artifact, _] in _undeclared}

_others := "" if count(_keepers) == 1

_others := " and 1 other" if count(_keepers) == 2

_others := sprintf(" and %d others", [count(_keepers) - 1]) if count(_keepers) > 2

_paths := {artifact.path | some artifact in input.head.artifacts}

# The path of a file from the root of the repository, of which the artifact names it from its own directory.
_beside(artifact, file) := concat("/", array.concat(array.slice(steps, 0, count(steps) - 1), [file])) if steps := split(artifact, "/")
