# METADATA
# title: Artifact URI contradicts its digest
# description: A URI that contains a sha256 must contain the artifact's digest. Otherwise the file that is fetched is not the file that was approved.
# custom:
#   severity: error
#   remediation: "Correct `uri` or `digest` in the manifest: both must refer to the same content."
#   sources:
#     - "SLSA v1.0, https://slsa.dev/spec/v1.0/verifying-artifacts"
#     - "opencontainers/image-spec descriptor.md (digests)"
#   example: |
#     artifacts:
#       - uri: s3://models/churn/sha256-4cac19622fc3ada9c0fdeadb33f88f367b541f38b89102a3f1261ac81fd5bcb5
#         digest: sha256:4cac19622fc3ada9c0fdeadb33f88f367b541f38b89102a3f1261ac81fd5bcb5
package modelgate.rules.governance.artifact_uri_contradicts_digest

import data.modelgate.lib.identity

applies if count(_comparable) > 0

_comparable contains [artifact, named] if {
	some artifact in input.head.artifacts
	artifact.algorithm == "sha256"
	artifact.digest != ""
	not _packed(artifact)
	some [_, _, digits, _] in regex.find_all_string_submatch_n(`(?i)(sha256[:-])([0-9a-f]{64})([^0-9a-f]|$)`, artifact.uri, -1)
	named := sprintf("sha256:%s", [lower(digits)])
}

# A file of the repository that an image holds: the image has its own digest.
_packed(artifact) if {
	artifact.path != ""
	startswith(lower(artifact.uri), "oci://")
}

deny contains {"at": artifact.at, "key": identity.artifact(artifact), "message": sprintf("reference %q does not match the artifact's digest %q", [artifact.uri, artifact.digest])} if {
	some [artifact, named] in _comparable
	named != lower(artifact.digest)
}
