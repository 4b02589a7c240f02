# METADATA
# title: Deployment target that does not exist
# description: A deployment target that the manifest asks for is one that manifests can be written for. Otherwise the model passes the gate and its promotion is blocked.
# custom:
#   severity: {draft: warning, review: warning, production: error}
#   remediation: Write the name of a target under `deploy`, or leave it out for the target of the environment.
#   sources:
#     - templates/targets
#   example: |
#     deploy:
#       target: kserve
package modelgate.rules.governance.target_unknown

import data.modelgate.targets

applies if input.head.manifest.target.present

deny contains {"at": target.at, "message": sprintf("there is no deployment target %q; targets are %s", [target.value, concat(", ", targets.items)])} if {
	applies
	target := input.head.manifest.target
	not target.value in targets.items
}
