# METADATA
# title: Every dataset
# description: An ordinary policy.
# custom:
#   severity: error
#   remediation: Correct it.
#   sources: [our handbook]
package modelgate.custom.idiom.every_dataset

all_pinned if {
	every d in input.head.datasets {
		d.card.present
	}
}

deny contains {"at": input.head.at, "message": "a dataset has no card"} if not all_pinned
