# METADATA
# title: Rules for an unknown model
# description: A new threshold, exception, waiver, `paths` of a setting or entry of approvers.yaml must apply to a model of the change, and `paths` of a law to a file. One that matches no model has no effect, and nothing else shows it.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   scope: repository
#   fixed: true
#   remediation: Correct the name, or add the model in the same change. `models` and `paths` have globs; an exception and a waiver name one model by its directory, such as models/churn.
#   sources:
#     - models of .modelgate/thresholds.yaml and .modelgate/data/approvers.yaml, paths of .modelgate/config.yaml, and model of its exceptions and of .modelgate/waivers.yaml
#   example: |
#     # .modelgate/thresholds.yaml, where models/churn exists
#     - {id: accuracy, models: [models/churn], metric: accuracy, min: 0.85}
package modelgate.rules.governance.named_model_unknown

applies if count(input.change.rules) > 0

deny contains {"at": edit.at, "key": sprintf("%s %s", [edit.subject, edit.after]), "message": sprintf("%s applies to %q, which matches no %s%s", [edit.subject, edit.after, _what(edit), _meant(edit)])} if {
	some edit in input.change.rules
	edit.kind == "model_unknown"
}

# A law applies to cards, which are files.
_what(edit) := "file" if startswith(edit.subject, "regimes ")

else := "model"

_meant(edit) := sprintf("; did you mean %q?", [edit.before]) if edit.before != ""

_meant(edit) := "" if edit.before == ""
