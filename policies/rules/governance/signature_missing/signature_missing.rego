# METADATA
# title: Artifact without a signature
# description: "If `signed` in .modelgate/config.yaml requires it at the model's stage, each artifact must be in a valid signature of one of the signers. Keyless signatures do not meet this."
# custom:
#   severity: error
#   remediation: Commit a model.sig that OpenSSF Model Signing made of the model's directory with a key of `signers`.
#   sources:
#     - signed of .modelgate/config.yaml
#     - "OpenSSF Model Signing v1.0, https://github.com/sigstore/model-transparency/blob/main/docs/model_signing_format.md"
#   controls: [cwe/CWE-347]
#   example: |
#     # model_signing sign key models/churn --private_key key.pem --signature models/churn/model.sig
#     signed: production
package modelgate.rules.governance.signature_missing

import data.modelgate.lib.artifacts
import data.modelgate.lib.identity
import data.modelgate.lib.stages

applies if {
	input.head.present
	count(_owed) > 0
}

_owed contains entry if {
	some entry in input.config.owed
	entry.kind == "signature"
	stages.reached(entry.stage)
}

deny contains {"at": artifact.at, "key": identity.artifact(artifact), "message": sprintf("artifact %q has no valid signature, which the configuration requires", [artifacts.name(artifact)]), "related": [{"at": entry.at, "message": "required here"}]} if {
	applies
	some entry in _owed
	some artifact in input.head.artifacts
	artifact.signed_by == ""
}

deny contains {"at": input.head.at, "message": "the model has no artifacts with a signature, which the configuration requires", "related": [{"at": entry.at, "message": "required here"}]} if {
	applies
	some entry in _owed
	count(input.head.artifacts) == 0
}
