# METADATA
# title: Unverified signature of a model
# description: A signature of a model should be one that modelgate can verify. A keyless signature, and one in a repository without signers, has no effect.
# custom:
#   severity: {draft: note, review: note, production: warning}
#   remediation: Add the signer's key or certificate to `signers` in .modelgate/config.yaml, and sign with it.
#   sources:
#     - "OpenSSF Model Signing v1.0, https://github.com/sigstore/model-transparency/blob/main/docs/model_signing_format.md"
#     - signers of .modelgate/config.yaml
#   controls: [cwe/CWE-347]
#   example: |
#     # .modelgate/config.yaml
#     signers:
#       training: {owner: ML platform, public_key: "-----BEGIN PUBLIC KEY-----..."}
package modelgate.rules.governance.signature_unverified

applies if count(input.head.signatures) > 0

deny contains {"at": signature.at, "key": signature.path, "message": sprintf("signature %q is not verified: %s", [signature.path, signature.reason])} if {
	some signature in input.head.signatures
	signature.state == "unverified"
}
