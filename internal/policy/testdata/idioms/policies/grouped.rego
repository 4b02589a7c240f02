# METADATA
# title: Helper function
# description: An ordinary policy.
# custom:
#   severity: error
#   remediation: Correct it.
#   sources: [our handbook]
package modelgate.custom.idiom.grouped

deny contains {"at": input.head.at, "message": "m"} if {
	by_format := {a.format: paths | some a in input.head.artifacts; paths := {b.path | some b in input.head.artifacts; b.format == a.format}}
	some format, paths in by_format
	format == "safetensors"
	count(paths) == 1
}
