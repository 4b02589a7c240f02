# METADATA
# title: Artifact with two sizes
# description: The digest of an artifact fixes its size. A Git LFS pointer, modelgate.yaml and other artifacts with the same digest must agree on it.
# custom:
#   severity: error
#   remediation: Commit the pointer that `git lfs` writes for the file, and correct `size` in modelgate.yaml.
#   sources:
#     - "Git LFS, docs/spec.md, The Pointer"
#     - "SLSA v1.0, https://slsa.dev/spec/v1.0/verifying-artifacts"
#   controls: [cwe/CWE-345]
#   example: |
#     artifacts:
#       - {path: model.safetensors, size: 438012345}   # as in the pointer
package modelgate.rules.governance.artifact_size_conflict

import data.modelgate.lib.artifacts
import data.modelgate.lib.identity

applies if count(input.head.artifacts) > 0

deny contains {"at": artifact.at, "key": identity.artifact(artifact), "message": sprintf("artifact %q has %d bytes, but %s", [artifacts.name(artifact), artifact.size, why])} if {
	some artifact in input.head.artifacts
	artifact.size >= 0
	why := sort(_others(artifact))[0]
}

_others(artifact) := union({_declared(artifact), _twins(artifact), _empty(artifact)})

_declared(artifact) := {sprintf("%d are declared", [artifact.declared]) | artifact.declared >= 0; artifact.declared != artifact.size}

# What has the same digest is the same content, on either side of the change.
_twins(artifact) := {sprintf("an artifact with the same digest has %d", [size]) |
	count(_sizes) > count(_digests)
	some [artifact.digest, size] in _sizes
	size != artifact.size
}

_sizes contains [artifact.digest, artifact.size] if {
	some side in ["base", "head"]
	some artifact in input[side].artifacts
	artifact.digest != ""
	artifact.size >= 0
}

_digests := {digest | some [digest, _] in _sizes}

_empty(artifact) := {"its digest is that of an empty file" | artifact.digest == _nothing; artifact.size > 0} | {"its digest is not that of an empty file" | artifact.size == 0; startswith(artifact.digest, "sha256:"); artifact.digest != _nothing}

_nothing := "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
