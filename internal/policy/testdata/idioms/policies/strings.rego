# METADATA
# title: Strings
# description: An ordinary policy.
# custom:
#   severity: error
#   remediation: Correct it.
#   sources: [our handbook]
package modelgate.custom.idiom.strings

deny contains {"at": input.head.at, "message": $"the name {input.head.name} is not in lower case"} if {
	lower(trim_space(input.head.name)) != input.head.name
}

deny contains {"at": p.at, "message": sprintf("%s is touched", [p.path])} if {
	some p in input.change.paths
	glob.match("**/*.md", ["/"], p.path)
	regex.match(`^m/`, p.path)
	p.kind != "deleted"
}
