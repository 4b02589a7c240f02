# METADATA
# title: Unknown deployment target
# description: The deployment target of a manifest must be one that modelgate has templates for. Otherwise the model passes the gate but its promotion is blocked.
# custom:
#   severity: {draft: warning, review: warning, production: error}
#   remediation: Write the name of a target under `deploy`, or remove it to use the target of the environment.
#   sources:
#     - templates/targets
#   example: |
#     deploy:
#       target: kserve
package modelgate.rules.governance.target_unknown

import data.modelgate.targets

applies if input.head.manifest.target.present

deny contains {"at": target.at, "message": sprintf("unknown deployment target %q; available targets: %s", [target.value, concat(", ", targets.items)])} if {
	applies
	target := input.head.manifest.target
	not target.value in targets.items
}
