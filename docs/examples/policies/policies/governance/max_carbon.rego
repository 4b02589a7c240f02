# METADATA
# title: Emissions above the limit
# description: The training of a model should emit at most what the table allows, and the card should state how much.
# custom:
#   severity: warning
#   remediation: State the emissions on the card. If they are above the limit, talk to the sustainability office.
#   sources: ["Model handbook, section 8"]
package modelgate.custom.governance.max_carbon

import data.modelgate.carbon
import data.modelgate.lib.numbers

co2 := input.head.card.co2

deny contains {"at": co2.at, "message": "the card states no emissions"} if not co2.emissions.present

# Another unit, a text such as "600000 g", and less than nothing must not pass.
deny contains {"at": co2.emissions.at, "message": sprintf("emissions %q in the unit %q are not 0 or more g or t", [co2.emissions.value, co2.unit])} if {
	co2.emissions.present
	not countable
}

deny contains {"at": co2.emissions.at, "message": sprintf("training emitted %v g of CO2 equivalent, above the limit %v g", [grams, carbon.max_grams])} if {
	grams > carbon.max_grams
}

countable if grams >= 0

grams := to_number(co2.emissions.value) * factor[co2.unit] if numbers.is_number(co2.emissions.value)

factor := {"g": 1, "t": 1000000}
