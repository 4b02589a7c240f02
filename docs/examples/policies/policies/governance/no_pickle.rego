# METADATA
# title: Weights that can run code
# description: No production model must have files that can run code when they are loaded.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Convert the weights to safetensors.
#   sources: ["Model handbook, section 9"]
package modelgate.custom.governance.no_pickle

import data.modelgate.lib.artifacts
import data.modelgate.lib.identity
import data.modelgate.lib.stages

applies if stages.reached("production")

deny contains {"at": artifact.at, "key": identity.artifact(artifact), "message": sprintf("%q can run code when it is loaded", [artifacts.name(artifact)])} if {
	applies
	some artifact in input.head.artifacts
	artifact.code
}
