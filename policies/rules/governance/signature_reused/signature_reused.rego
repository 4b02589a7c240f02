# METADATA
# title: Signature of two models
# description: A signature should be in the directory of one model. It lists files by digest and does not name a directory, so it does not show which model its signer meant.
# custom:
#   severity: {draft: note, review: note, production: warning}
#   remediation: Remove the copy of the model, or sign each model again after it has a model card or modelgate.yaml of its own.
#   sources:
#     - "OpenSSF Model Signing v1.0, https://github.com/sigstore/model-transparency/blob/main/docs/model_signing_format.md"
#     - "SLSA v1.0, https://slsa.dev/spec/v1.0/verifying-artifacts"
#   controls: [cwe/CWE-345]
#   example: |
#     # models/churn/model.sig and models/fraud/model.sig must not have the same statement
package modelgate.rules.governance.signature_reused

applies if count(input.head.signatures) > 0

deny contains {"at": signature.at, "key": signature.path, "message": sprintf("signature %q is also %q, for another model", [signature.path, signature.others[0]])} if {
	some signature in input.head.signatures
	count(signature.others) > 0
}
