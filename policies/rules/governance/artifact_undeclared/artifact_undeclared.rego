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

deny contains {"at": input.head.manifest.at, "message": sprintf("model %q has no artifacts%s", [input.head.id, _others])} if {
	applies
	every artifact in input.head.artifacts {
		artifact.auxiliary
	}
}

# _others names what goes with a model and is none.
_others := "" if {
	count(input.head.artifacts) == 0
} else := sprintf(" but %q, which by its name only goes with a model", [input.head.artifacts[0].path])
