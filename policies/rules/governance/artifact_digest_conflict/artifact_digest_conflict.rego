# METADATA
# title: Artifact with two digests
# description: "All sources of an artifact's digest must agree: the manifest, Git LFS, DVC and the file itself."
# custom:
#   severity: error
#   remediation: Correct the digest in the manifest, or commit the file that it refers to.
#   sources:
#     - "SLSA v1.0, https://slsa.dev/spec/v1.0/verifying-artifacts"
#   example: |
#     artifacts:
#       - path: model.safetensors   # the Git LFS pointer gives the digest
package modelgate.rules.governance.artifact_digest_conflict

import data.modelgate.lib.artifacts
import data.modelgate.lib.identity

applies if count(input.head.artifacts) > 0

deny contains {"at": artifact.at, "key": identity.artifact(artifact), "message": sprintf("artifact %q is declared with digest %q, but the file's digest differs", [artifacts.name(artifact), artifact.digest])} if {
	some artifact in input.head.artifacts
	not artifact.agrees
}
