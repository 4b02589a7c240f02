# METADATA
# title: Mutable artifact reference
# description: What a deployer fetches cannot change behind its reference. Images are named by digest, repositories by commit, and no path goes through a name such as latest or main.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Write a reference to fixed content - a digest, a commit, an object's version, or a path that holds the digest.
#   sources:
#     - "opencontainers/image-spec descriptor.md (digests)"
#     - "huggingface_hub, guide on downloading files (revision)"
#     - "Amazon S3 User Guide, Using versioning in S3 buckets"
#   example: |
#     artifacts:
#       - uri: s3://models/churn/sha256-4cac19622fc3ada9c0fdeadb33f88f367b541f38b89102a3f1261ac81fd5bcb5
#       - uri: hf://acme/churn@5d2c1e4b7f0a9c8d6e3b1a2f4c5d6e7f8a9b0c1d/model.safetensors
package modelgate.rules.governance.artifact_uri_mutable

import data.modelgate.lib.artifacts

applies if count(_remote) > 0

_remote contains artifact if {
	some artifact in input.head.artifacts
	artifact.uri != ""
}

deny contains {"at": artifact.at, "key": artifact.uri, "message": sprintf("reference %q is mutable: %s", [artifact.uri, why])} if {
	some artifact in _remote
	why := artifacts.mutable(artifact.uri)
}
