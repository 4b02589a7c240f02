# METADATA
# title: A finding of a function that asks
# description: A function with a condition has a finding where it holds, and none elsewhere.
# custom:
#   severity: error
#   remediation: Nothing.
#   sources: [test]
package modelgate.custom.idiom.asked_function

deny contains found if {
	some d in array.concat(input.head.datasets, [{"at": input.head.at, "name": "other"}])
	found := problem(d)
}

problem(d) := finding(d, "m") if d.name == "customers"

finding(d, text) := {"at": d.at, "message": text}
