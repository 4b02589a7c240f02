# METADATA
# title: Model without a manifest
# description: The model must have a modelgate.yaml that states its owner, version and artifacts.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Add modelgate.yaml to the model's directory.
#   sources:
#     - "schemas/model.schema.json"
#     - Regulation (EU) 2024/1689, Art. 16(b) and 18
#   controls: [eu-ai-act/Art. 18]
#   example: |
#     apiVersion: modelgate.dev/v1
#     kind: Model
#     name: churn
#     version: "1.1.0"
#     owner: retention-ml
#     artifacts:
#       - path: model.safetensors
package modelgate.rules.governance.manifest_missing

applies if input.head.present

deny contains {"at": input.head.at, "message": sprintf("model %q has no modelgate.yaml", [input.head.id])} if {
	applies
	not input.head.manifest.present
}
