# METADATA
# title: Dates
# description: An ordinary policy.
# custom:
#   severity: error
#   remediation: Correct it.
#   sources: [our handbook]
package modelgate.custom.idiom.dates

deny contains {"at": input.head.at, "message": "before our rules"} if {
	substring(input.now, 0, 10) > data.modelgate.idioms.since
}

age(day) := (time.parse_rfc3339_ns(input.now) - time.parse_rfc3339_ns(sprintf("%sT00:00:00Z", [day]))) / ((24 * 3600) * 1000000000)

deny contains {"at": input.head.at, "message": "the table is old"} if age(data.modelgate.idioms.since) > data.modelgate.idioms.max_days
