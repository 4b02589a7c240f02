# METADATA
# title: Emissions above the limit
# description: The training of a model should emit at most what the table allows.
# custom:
#   severity: warning
#   remediation: Talk to the sustainability office before you train again.
#   sources: ["Model handbook, section 8"]
package modelgate.custom.governance.max_carbon

import data.modelgate.carbon

deny contains {"at": emissions.at, "message": sprintf("training emitted %v g of CO2 equivalent, above the limit %v g", [grams, carbon.max_grams])} if {
	emissions.present
	grams > carbon.max_grams
}

emissions := input.head.card.co2.emissions

grams := to_number(emissions.value) if input.head.card.co2.unit == "g"

grams := to_number(emissions.value) * 1000000 if input.head.card.co2.unit == "t"
