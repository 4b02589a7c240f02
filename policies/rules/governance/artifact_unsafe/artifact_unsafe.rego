# METADATA
# title: Artifact that can run code when it is loaded
# description: The model's files are in formats that hold numbers only. A pickle, and whatever is made of one, runs what it was told to as soon as it is loaded, with the rights of whoever serves the model.
# custom:
#   severity: {draft: note, review: note, production: warning}
#   remediation: Convert the weights to safetensors, GGUF or ONNX; else load them with what refuses code (torch.load with weights_only=True, skops) and accept the finding by a waiver that says so.
#   sources:
#     - https://huggingface.co/docs/hub/security-pickle
#     - https://docs.python.org/3/library/pickle.html
#     - https://cwe.mitre.org/data/definitions/502.html
#   controls: [cwe/CWE-502]
#   example: |
#     artifacts:
#       - {path: model.safetensors}   # not model.pkl
package modelgate.rules.governance.artifact_unsafe

import data.modelgate.lib.artifacts
import data.modelgate.lib.identity

applies if count(input.head.artifacts) > 0

deny contains {"at": artifact.at, "key": identity.artifact(artifact), "message": sprintf("artifact %q is of format %s, which can run code when it is loaded", [artifacts.name(artifact), artifact.format])} if {
	some artifact in input.head.artifacts
	artifact.code
}
