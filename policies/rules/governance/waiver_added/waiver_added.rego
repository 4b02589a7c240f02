# METADATA
# title: Waiver added or changed
# description: A change that adds or edits a waiver should be reviewed. The waiver takes effect once it is merged, and does not apply to this change.
# custom:
#   severity: warning
#   scope: repository
#   fixed: true
#   remediation: Ask the waiver's owner and the rule's owner to review the waiver.
#   sources:
#     - waivers of .modelgate/waivers.yaml
#     - "NIST SP 800-53 Rev. 5, CA-5 Plan of Action and Milestones"
#   example: |
#     # .github/CODEOWNERS
#     /.modelgate/ @example/ml-governance
package modelgate.rules.governance.waiver_added

applies if count(input.change.rules) > 0

deny contains {"at": edit.at, "key": edit.subject, "message": message} if {
	some edit in input.change.rules
	message := _message(edit)
}

# Edits of other kinds have no message here, and other rules speak of them.
_message(edit) := sprintf("waiver %q is added: %q", [edit.subject, edit.after]) if edit.kind == "waiver_added"

_message(edit) := sprintf("waiver %q is changed from %q to %q", [edit.subject, edit.before, edit.after]) if edit.kind == "waiver_changed"
