# METADATA
# title: Owner that is not a team
# description: The owner of a model must be a team. People change jobs; teams keep their mailbox.
# custom:
#   # Scope model: the rule is asked once for each model. It reads input.head (the model as
#   # proposed), input.base (the model before), input.config, and input.change.review.
#   # Scope repository: it is asked once for a change, and reads input.change.
#   scope: model
#   # note and warning never block. Use error once you trust the rule.
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Set `owner` in modelgate.yaml to the name of a team, such as retention-team.
#   sources: ["Model handbook, section 2"]
package modelgate.custom.example.rule_name

# Without applies, the rule applies to every model. If it is false, the report says so.
applies if input.head.manifest.present

# Each member of deny is a finding. Copy `at` from the fact that the finding is about.
deny contains {"at": owner.at, "message": sprintf("owner %q is not a team", [owner.value])} if {
	owner := input.head.manifest.owner
	owner.present
	not endswith(owner.value, "-team")
}

# A missing fact must not pass.
deny contains {"at": input.head.manifest.owner.at, "message": "the model has no owner"} if not input.head.manifest.owner.present
