# METADATA
# title: Model without artifacts
# description: The model consists of at least one artifact, in its directory (a file, a Git LFS pointer, a .dvc file, an output in dvc.lock) or declared in its manifest. An approval of nothing promotes nothing.
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
