# METADATA
# title: Artifact can run code when loaded
# description: Model files should use formats that contain only numbers. A pickle, or a format based on it, can run any code when it is loaded, with the rights of the serving process.
# custom:
#   severity: {draft: note, review: note, production: warning}
#   remediation: Convert the weights to safetensors, GGUF or ONNX. Otherwise, load them with a loader that refuses code (torch.load with weights_only=True, skops) and waive the finding with that reason.
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

deny contains {"at": artifact.at, "key": identity.artifact(artifact), "message": sprintf("artifact %q uses format %s, which can run code on load%s", [artifacts.name(artifact), artifact.format, _unlisted(artifact)])} if {
	some artifact in input.head.artifacts
	artifact.code
}

# What a pickle loads is listed only where git has its content.
_unlisted(artifact) := sprintf("; what it loads is not listed: %s", [artifact.contents.problem]) if {
	artifact.format == "pickle"
	artifact.contents.state == "elsewhere"
} else := ""
