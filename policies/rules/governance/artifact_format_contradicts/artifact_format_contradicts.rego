# METADATA
# title: Weights of another format than named
# description: The content of a model's file must be of the format that its name promises. A loader or a reviewer that goes by the name is deceived, and a pickle in another format's clothes runs code where none is expected.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Rename the file to match its content, or convert the content.
#   sources:
#     - "MITRE ATT&CK T1036.008 (masquerading: file type), https://attack.mitre.org/techniques/T1036/008/"
#     - https://huggingface.co/docs/hub/security-pickle
#     - https://cwe.mitre.org/data/definitions/502.html
#   controls: [cwe/CWE-502]
#   example: |
#     # a pickle is model.pkl, not model.safetensors
package modelgate.rules.governance.artifact_format_contradicts

import data.modelgate.artifacts as table
import data.modelgate.lib.artifacts
import data.modelgate.lib.identity

applies if count(input.head.artifacts) > 0

deny contains {"at": artifact.at, "key": identity.artifact(artifact), "message": sprintf("artifact %q is named like %s, but its content is %s", [artifacts.name(artifact), artifact.named, artifact.format])} if {
	some artifact in input.head.artifacts
	artifact.format != artifact.named
	artifact.named in table.exact
}
