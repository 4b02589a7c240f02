# METADATA
# title: Object in body
# description: An ordinary policy.
# custom:
#   severity: error
#   remediation: Correct it.
#   sources: [our handbook]
package modelgate.custom.idiom.object_in_body

deny contains finding if {
	some d in input.head.datasets
	not d.card.present
	finding := {"at": d.at, "key": d.name, "message": sprintf("%q has no card", [d.name])}
}
