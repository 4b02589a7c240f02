package modelgate.rules.card.emissions_not_a_number_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.emissions_not_a_number as rule

emitting(value) := fixture.edit({"/head/card/co2/present": true, "/head/card/co2/emissions": fixture.text("models/m/README.md#/co2_eq_emissions/emissions", value)})

test_fires_on_words if {
	rule.deny == {{"at": "models/m/README.md#/co2_eq_emissions/emissions", "message": `the emissions are "0.21 in grams of CO2", not a number`}} with input as emitting("0.21 in grams of CO2")
}

test_fires_on_a_negative_number if {
	{f.message | some f in rule.deny} == {`the emissions are "-3", a negative number`} with input as emitting("-3")
}

test_silent_on_a_number[value] if {
	some value in ["0.21", "7540", "1.2e-3", "24_700_000"]
	rule.applies with input as emitting(value)
	count(rule.deny) == 0 with input as emitting(value)
}

test_not_applicable_without_emissions if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}

slipped(emissions, kind, value, other) := json.patch(emitting(emissions), [
	{"op": "replace", "path": "/head/card/co2/unit", "value": "g"},
	{"op": "replace", "path": "/head/card/slips", "value": [{"at": "models/m/README.md#/sections/m", "kind": kind, "value": value, "other": other}]},
])

test_fires_on_another_unit if {
	{f.message | some f in rule.deny} == {`the emissions are 149.2 grams, but the text states "149.2 kg eq. CO2"`} with input as slipped("149.2", "emissions", "149.2 kg eq. CO2", "149200")
}

test_fires_on_another_amount if {
	{f.message | some f in rule.deny} == {`the emissions are 14920 grams, but the text states "149.2 kg eq. CO2"`} with input as slipped("14920", "emissions", "149.2 kg eq. CO2", "149200")
}

test_silent_on_the_same_amount[emissions] if {
	some emissions in ["149200", "150000", "0"]
	count(rule.deny) == 0 with input as slipped(emissions, "emissions", "149.2 kg eq. CO2", "149200")
}

test_fires_on_an_unknown_training if {
	{f.key | some f in rule.deny} == {"training_type"} with input as slipped("12", "training_type", "inference", "")
}

test_silent_on_a_training[value] if {
	some value in ["pre-training", "fine-tuning", "Fine-tuned", "pretraining"]
	count(rule.deny) == 0 with input as slipped("12", "training_type", value, "")
}
