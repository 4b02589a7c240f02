# METADATA
# title: Model without artifacts
# description: A model must have at least one artifact, in its directory or in its manifest. Without one, an approval does not approve anything that can be deployed.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Add the model's files with Git LFS or DVC, or list them under `artifacts` of modelgate.yaml.
#   sources:
#     - "SLSA v1.0, https://slsa.dev/spec/v1.0/provenance (subject)"
#   example: |
#     artifacts:
#       - path: model.safetensors
package modelgate.rules.governance.artifact_undeclared

applies if input.head.present

deny contains {"at": input.head.manifest.at, "message": sprintf("model %q has no artifacts", [input.head.id])} if {
	applies
	count(input.head.artifacts) == 0
}
