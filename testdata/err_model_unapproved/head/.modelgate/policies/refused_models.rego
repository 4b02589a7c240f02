# METADATA
# title: Models with findings that block
# description: A change must not leave a model with personal data refused.
# custom:
#   scope: repository
#   severity: warning
#   remediation: Fix the model first.
#   sources: [Model handbook]
package modelgate.custom.governance.refused_models

deny contains {"at": model.at, "key": model.id, "message": sprintf("%s %s at stage %s is refused with %d errors, with data that is %s", [model.id, model.version, model.stage, model.errors, concat(", ", model.personal_data)])} if {
	some model in input.models
	not model.allowed
}
