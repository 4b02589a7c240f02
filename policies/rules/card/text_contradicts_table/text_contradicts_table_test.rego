package modelgate.rules.card.text_contradicts_table_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.text_contradicts_table as rule

cell(column, raw, places) := {"at": sprintf("models/m/README.md#/body/tables/0/1/%d", [column]), "raw": raw, "value": trim_suffix(raw, "%"), "places": places}

states(metric, dataset, raw, same, alike) := states_as(metric, dataset, raw, "exact", same, alike)

states_as(metric, dataset, raw, bound, same, alike) := fixture.edit({"/head/card/tabled_metrics": [{
	"stated": {"at": "models/m/README.md#/sections/m", "metric": metric, "dataset": dataset, "raw": raw, "value": trim_suffix(raw, "%"), "percent": endswith(raw, "%"), "places": 1, "split": ""},
	"bound": bound,
	"same": same,
	"alike": alike,
}]})

test_fires if {
	rule.deny == {{
		"at": "models/m/README.md#/sections/m", "key": "metric accuracy 91.2%",
		"message": `the text states "accuracy" as 91.2% on "SST-2", but a table states 89.4`,
		"related": [{"at": "models/m/README.md#/body/tables/0/1/1", "message": "the value in the table"}],
	}} with input as states("accuracy", "SST-2", "91.2%", [cell(1, "89.4", 1)], [cell(1, "89.4", 1), cell(2, "88.0", 1)])
}

test_fires_on_a_benchmark if {
	{f.message | some f in rule.deny} == {`the text states "MMLU" as 70.1, but a table states 68.4`} with input as states("MMLU", "MMLU", "70.1", [cell(1, "68.4", 1)], [])
}

test_silent_on_the_value if {
	rule.applies with input as states("accuracy", "", "91.2%", [cell(1, "0.912", 3)], [])
	count(rule.deny) == 0 with input as states("accuracy", "", "91.2%", [cell(1, "0.912", 3)], [])
}

test_silent_on_a_value_that_may_be_meant if {
	count(rule.deny) == 0 with input as states("accuracy", "", "91.2%", [cell(1, "0.89", 2)], [cell(1, "0.89", 2), cell(2, "91.2", 1)])
}

test_silent_on_a_value_that_is_about_that_of_the_table if {
	count(rule.deny) == 0 with input as states_as("accuracy", "", "90.0%", "about", [cell(1, "89.9", 1)], [])
	count(rule.deny) == 0 with input as states_as("accuracy", "", "85.0%", "at_least", [cell(1, "0.894", 3)], [])
	count(rule.deny) == 0 with input as states_as("wer", "", "10.0%", "at_most", [cell(1, "9.7", 1)], [])
}

test_fires_on_a_value_that_is_not_near if {
	count(rule.deny) == 1 with input as states_as("accuracy", "", "94.0%", "about", [cell(1, "89.4", 1)], [])
	count(rule.deny) == 1 with input as states_as("accuracy", "", "95.0%", "at_least", [cell(1, "0.894", 3)], [])
	count(rule.deny) == 1 with input as states_as("wer", "", "5.0%", "at_most", [cell(1, "9.7", 1)], [])
}

# A perplexity has no other scale.
test_scales if {
	count(rule.deny) == 0 with input as states("wer", "", "4.2", [cell(1, "0.042", 3)], [])
	count(rule.deny) == 1 with input as states("wer", "", "4.2", [cell(1, "42.0", 1)], [])
	count(rule.deny) == 1 with input as states("perplexity", "", "4.2", [cell(1, "0.042", 3)], [])
}

test_not_applicable if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
