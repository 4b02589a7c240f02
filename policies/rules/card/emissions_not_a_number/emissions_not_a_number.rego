# METADATA
# title: Emissions that are no number
# description: The emissions of a model are a number, in the unit of the card's format. Readers compare and add them; a text with a unit or words in it counts for none.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Write the number alone, in grams of CO2 equivalent in a card of the hub; how it was found goes to `source`.
#   sources:
#     - "huggingface/hub-docs docs/hub/model-cards-co2.md"
#     - Regulation (EU) 2024/1689, Annex XI(2)(e) (energy consumption)
#   example: |
#     co2_eq_emissions:
#       emissions: 0.21   # grams; not "0.21 in grams of CO2"
package modelgate.rules.card.emissions_not_a_number

import data.modelgate.lib.placeholders

applies if input.head.card.co2.present

deny contains {"at": emissions.at, "message": sprintf("the emissions are %q, not a number", [emissions.value])} if {
	emissions := input.head.card.co2.emissions
	emissions.present
	not regex.match(`^[0-9][0-9_]*(\.[0-9]+)?([eE][+-]?[0-9]+)?$`, trim_space(emissions.value))
	not placeholders.is(emissions.value)
}
