# METADATA
# title: Artifact without a digest
# description: "Every artifact must have a digest: from Git LFS, from DVC, from the file itself or from the manifest. It connects the approval with what is deployed."
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Keep the file in Git LFS or DVC, or add its `digest` to the manifest.
#   sources:
#     - "SLSA v1.0, https://slsa.dev/spec/v1.0/verifying-artifacts"
#     - "git-lfs/git-lfs docs/spec.md (the pointer)"
#   example: |
#     artifacts:
#       - uri: s3://models/churn/model.safetensors
#         digest: sha256:4cac19622fc3ada9c0fdeadb33f88f367b541f38b89102a3f1261ac81fd5bcb5
package modelgate.rules.governance.artifact_digest_missing

import data.modelgate.lib.artifacts
import data.modelgate.lib.identity

applies if count(input.head.artifacts) > 0

deny contains {"at": artifact.at, "key": identity.artifact(artifact), "message": sprintf("artifact %q has no digest", [artifacts.name(artifact)])} if {
	some artifact in input.head.artifacts
	artifact.digest == ""
}
