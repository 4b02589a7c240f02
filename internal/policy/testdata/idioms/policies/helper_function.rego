# METADATA
# title: Helper function
# description: An ordinary policy.
# custom:
#   severity: error
#   remediation: Correct it.
#   sources: [our handbook]
package modelgate.custom.idiom.helper_function

deny contains {"at": a.at, "key": a.path, "message": sprintf("%q is of no allowed format", [a.path])} if {
	some a in input.head.artifacts
	not allowed(a)
}

allowed(artifact) if artifact.format in data.modelgate.idioms.formats
