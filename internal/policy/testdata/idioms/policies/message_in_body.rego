# METADATA
# title: Message in body
# description: An ordinary policy.
# custom:
#   severity: error
#   remediation: Correct it.
#   sources: [our handbook]
package modelgate.custom.idiom.message_in_body

deny contains {"at": a.at, "message": message} if {
	some a in input.head.artifacts
	a.digest == ""
	message := sprintf("%s has no digest", [a.path])
}
