# METADATA
# title: Invalid signature of a model
# description: A signature of a model (model.sig, as OpenSSF Model Signing writes it) must be by a signer of the configuration, and the files in its directory must be those that it lists.
# custom:
#   severity: error
#   remediation: Commit the files that were signed, or sign the directory again. Pass files that come later to `--ignore-paths`.
#   sources:
#     - "OpenSSF Model Signing v1.0, https://github.com/sigstore/model-transparency/blob/main/docs/model_signing_format.md"
#     - "SLSA v1.0, https://slsa.dev/spec/v1.0/verifying-artifacts"
#     - signers of .modelgate/config.yaml
#   controls: [cwe/CWE-347]
#   example: |
#     # model_signing sign key models/churn --private_key key.pem --signature models/churn/model.sig \
#     #   --ignore-paths models/churn/modelgate.yaml
#     signers:
#       training: {owner: ML platform, public_key: "-----BEGIN PUBLIC KEY-----..."}
package modelgate.rules.governance.signature_invalid

applies if count(input.head.signatures) > 0

deny contains {"at": signature.at, "key": signature.path, "message": sprintf("signature %q is not valid: %s", [signature.path, signature.reason])} if {
	some signature in input.head.signatures
	signature.state == "invalid"
	signature.reason != ""
}

deny contains {"at": file.at, "key": concat(" ", [signature.path, file.path]), "message": sprintf(_words[file.difference], [file.path, signature.path])} if {
	some signature in input.head.signatures
	signature.state == "invalid"
	some file in signature.files
}

_words := {
	"changed": "file %q is not the one that signature %q lists",
	"missing": "file %q is missing, but signature %q lists it",
	"extra": "file %q is not in signature %q",
}
