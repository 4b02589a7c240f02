# METADATA
# title: A part without a key
# description: What object.remove leaves is still there.
# custom:
#   severity: error
#   remediation: Nothing.
#   sources: [test]
package modelgate.custom.idiom.left_out

deny contains {"at": input.head.card.at, "message": "m"} if {
	bare := object.remove(input.head.card.license, ["at"])
	bare.value == "mit"
	bare == {"present": true, "value": "mit"}
}
