# METADATA
# title: Rules made stricter
# description: A change that makes the rules stricter should be visible. Models that pass today may fail once it is merged.
# custom:
#   severity: note
#   scope: repository
#   remediation: No action is needed. Run `modelgate check --preview --all` to see which models would no longer pass.
#   sources:
#     - thresholds of .modelgate/thresholds.yaml
#     - waivers of .modelgate/waivers.yaml
#   example: |
#     # .modelgate/thresholds.yaml
#     - {id: accuracy, metric: accuracy, min: 0.85}   # was 0.80
package modelgate.rules.governance.rules_tightened

import data.modelgate.lib.edits

applies if count(input.change.rules) > 0

deny contains {"at": edit.at, "key": sprintf("%s %s %s", [edit.kind, edit.subject, edit.after]), "message": message} if {
	some edit in input.change.rules
	message := _message(edit)
}

# Edits of other kinds have no message here, and other rules speak of them.
_message(edit) := sprintf("threshold %q is tightened from %q to %q", [edit.subject, edit.before, edit.after]) if edit.kind == "threshold_tightened"

_message(edit) := sprintf("threshold %q is added: %q", [edit.subject, edit.after]) if edit.kind == "threshold_added"

_message(edit) := sprintf("waiver %q is removed: %q", [edit.subject, edit.before]) if edit.kind == "waiver_removed"

_message(edit) := sprintf("the rules are tightened: %s", [edits.words(edit)]) if edits.effect(edit) == "tightened"
