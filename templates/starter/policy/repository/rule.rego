# METADATA
# title: Frozen branch
# description: A change must not touch models while its pull request has the label frozen. A release is being prepared.
# custom:
#   # Scope repository: the rule is asked once for a change as a whole. It reads input.change
#   # (paths, owners of paths, edits to the rules, the review) and input.config.
#   # Scope model: it is asked once for each model, and reads input.head and input.base.
#   scope: repository
#   # note and warning never block. Use error once you trust the rule.
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Remove the label `frozen` after the release.
#   sources: ["Release handbook, section 4"]
package modelgate.custom.example.rule_name

# Without applies, the rule applies to every change. If it is false, the report says so.
applies if input.change.review.present

# Each member of deny is a finding. Copy `at` from the fact that the finding is about.
deny contains {"at": path.at, "key": path.path, "message": sprintf("%q changes a model, and the pull request has the label frozen", [path.path])} if {
	some label in input.change.review.labels
	label.name == "frozen"
	some path in input.change.paths
	path.part == "model"
}
