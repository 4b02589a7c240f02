# METADATA
# title: Emissions are not a number
# description: The emissions of a model must be a number, in the unit of the card's format. Tools compare and add the numbers; they ignore text with a unit or words.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Write only the number, in grams of CO2 equivalent for a Hugging Face card. Put the method in `source`.
#   sources:
#     - "huggingface/hub-docs docs/hub/model-cards-co2.md"
#     - Regulation (EU) 2024/1689, Annex XI(2)(e) (energy consumption)
#   example: |
#     co2_eq_emissions:
#       emissions: 0.21   # grams; not "0.21 in grams of CO2"
package modelgate.rules.card.emissions_not_a_number

import data.modelgate.lib.placeholders

applies if input.head.card.co2.present

deny contains {"at": emissions.at, "message": sprintf("the emissions are %q, %s", [emissions.value, _wrong(emissions.value)])} if {
	emissions := input.head.card.co2.emissions
	emissions.present
	not regex.match(`^[0-9][0-9_]*(\.[0-9]+)?([eE][+-]?[0-9]+)?$`, trim_space(emissions.value))
	not placeholders.is(emissions.value)
}

# The body has another amount.
deny contains {"at": emissions.at, "key": "unit", "message": sprintf("the emissions are %s grams, but the text states %q", [emissions.value, slip.value]), "related": [{"at": slip.at, "message": "the text"}]} if {
	emissions := input.head.card.co2.emissions
	input.head.card.co2.unit == "g"
	some slip in input.head.card.slips
	slip.kind == "emissions"
	regex.match(`^[0-9]+(?:\.[0-9]+)?$`, emissions.value)
	stated := to_number(emissions.value)
	grams := to_number(slip.other)
	stated > 0
	ratio := grams / stated
	max([ratio, 1 / ratio]) > 1.03
	count({other.other | some other in input.head.card.slips; other.kind == "emissions"}) == 1
}

# The Hub knows two types of training.
deny contains {"at": slip.at, "key": "training_type", "message": sprintf("training_type is %q, not \"pre-training\" or \"fine-tuning\"", [slip.value])} if {
	some slip in input.head.card.slips
	slip.kind == "training_type"
	not regex.match(`(?i)^\W*(?:pre-?[ _]?train\w*|fine-?[ _]?tun\w*|training|trained|both|pre-?training (?:and|\+|&) fine-?tuning)\W*$`, slip.value)
	not placeholders.is(slip.value)
}

_wrong(value) := "a negative number" if {
	regex.match(`^\s*[-−][0-9.]+\s*$`, value)
} else := "not a number"
