# METADATA
# title: Artifact with a weak digest
# description: The digest of an artifact should be from the SHA-2 family. MD5, which DVC writes, detects accidental corruption but not tampering.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Add the sha256 as `digest` to the manifest, or keep the file in Git LFS.
#   sources:
#     - "RFC 6151, Updated Security Considerations for the MD5 Message-Digest"
#   example: |
#     artifacts:
#       - path: model.safetensors
#         digest: sha256:4cac19622fc3ada9c0fdeadb33f88f367b541f38b89102a3f1261ac81fd5bcb5
package modelgate.rules.governance.artifact_digest_weak

import data.modelgate.lib.artifacts
import data.modelgate.lib.identity

applies if count(_digested) > 0

_digested contains artifact if {
	some artifact in input.head.artifacts
	artifact.digest != ""
}

deny contains {"at": artifact.at, "key": identity.artifact(artifact), "message": sprintf("the digest of artifact %q is %q, which can be forged", [artifacts.name(artifact), artifact.algorithm])} if {
	some artifact in _digested
	not artifact.algorithm in {"sha256", "sha384", "sha512"}
}
