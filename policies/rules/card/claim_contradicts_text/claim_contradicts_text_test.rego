package modelgate.rules.card.claim_contradicts_text_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.claim_contradicts_text as rule

told(metric, dataset, value) := {"at": "models/m/README.md#/sections/evaluation", "metric": metric, "dataset": dataset, "raw": value, "value": value, "percent": false, "split": "", "places": places(value), "tabled": false}

places(value) := count(split(value, ".")[1]) if contains(value, ".")

else := 0

stating(value, texts) := fixture.edit({"/head/card/claims": [object.union(fixture.claim, {"value": value, "raw": value})], "/head/card/body_metrics": texts})

messages(value, texts) := {f.message | some f in found} if {
	found := rule.deny with input as stating(value, texts)
}

test_fires_on_another_value if {
	rule.deny == {{
		"at": "models/m/README.md#/sections/evaluation", "key": "metric accuracy",
		"message": `the text states "Accuracy" as 0.64, but model-index states 0.84`,
		"related": [{"at": fixture.claim.at, "message": "the value in model-index"}],
	}} with input as stating("0.84", [told("Accuracy", "", "0.64")])
	count(messages("0.84", [told("Accuracy", "the Contracts", "0.64")])) == 1
	count(messages("0.84", [told("Test Result", "", "34.56")])) == 1
}

test_fires_on_a_table if {
	cell := object.union(fixture.claim, {"at": "models/m/README.md#/body/tables/0/1/1", "metric": "Accuracy", "dataset": "", "raw": "74.04", "value": "74.04"})
	count(rule.deny) == 1 with input as fixture.edit({"/head/card/claims/0/value": "0.84", "/head/card/table_claims": [cell]})
}

test_silent_on_the_same_value[text] if {
	some text in ["0.84", "84", "84.3", "0.843", "0.8427"]
	count(messages("0.843", [told("Test accuracy", "", text)])) == 0
}

test_fires_on_a_longer_name_of_the_dataset if {
	rule.applies with input as stating("0.84", [told("Accuracy", "con", "0.64")])
	count(messages("0.84", [told("Accuracy", "con", "0.64")])) == 1
}

test_silent_on_the_value_of_a_cell if {
	count(messages("0.84", [object.union(told("Accuracy", "", "0.64"), {"tabled": true})])) == 0
	count(messages("0.84", [told("Accuracy", "", "0.65"), object.union(told("Accuracy", "", "0.84"), {"tabled": true})])) == 0
	count(messages("0.84", [told("Accuracy", "", "0.65"), object.union(told("Accuracy", "", "0.64"), {"tabled": true})])) == 1
}

test_silent_where_one_of_several_agrees if {
	count(messages("0.84", [told("Accuracy", "", "0.64"), told("accuracy", "", "84.0")])) == 0
}

test_fires_by_the_digits_that_are_written[case] if {
	some case in [["0.84", "0.80"], ["0.80", "0.84"], ["0.84", "0.9"], ["0.84", "80"], ["84.3", "0.9"], ["0.8401", "0.84112"]]
	count(messages(case[0], [told("accuracy", "", case[1])])) == 1
}

test_silent_on_rounded_and_cut_values[case] if {
	some case in [["0.84", "0.8"], ["0.847", "0.84"], ["0.847", "0.85"], ["0.847", "84.7"], ["84.7", "0.85"], ["0.8", "0.84"], ["58.06", "58.05"], ["1.2e-5", "0.000012"]]
	count(messages(case[0], [told("accuracy", "", case[1])])) == 0
}

test_silent_on_another_split[case] if {
	some case in [["test", "validation"], ["validation", "test"], ["training", "test"]]
	count(rule.deny) == 0 with input as fixture.edit({"/head/card/claims": [object.union(fixture.claim, {"split": case[0]})], "/head/card/body_metrics": [object.union(told("accuracy", "", "0.5"), {"split": case[1]})]})
}

test_fires_on_the_same_split[case] if {
	some case in [["test", "test"], ["", "test"], ["validation", "validation"], ["test", ""]]
	count(rule.deny) == 1 with input as fixture.edit({"/head/card/claims": [object.union(fixture.claim, {"split": case[0]})], "/head/card/body_metrics": [object.union(told("accuracy", "", "0.5"), {"split": case[1]})]})
}

averaged(metric, args, text) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit({"/head/card/claims": [object.union(fixture.claim, {"metric": metric, "args": args})], "/head/card/body_metrics": [told(text, "", "0.5")]})
}

test_silent_on_another_average if {
	averaged("f1", [{"name": "average", "value": "weighted"}], "Macro F1") == set()
	averaged("f1", [], "Macro F1") == set()
	count(averaged("f1", [{"name": "average", "value": "macro"}], "Macro F1")) == 1
	count(averaged("f1", [{"name": "average", "value": "macro"}], "F1")) == 1
}

test_silent_on_another_dataset_and_metric if {
	count(messages("0.84", [told("Accuracy", "customers of 2019", "0.64"), told("recall", "", "0.5"), told("Test Loss", "", "2"), told("length", "", "7")])) == 0
}

test_silent_on_many_values if {
	count(messages("0.84", [told("accuracy", "", value) | some value in ["0.1", "0.2", "0.3", "0.4"]])) == 0
}

test_not_applicable_without_text if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}

sentence(verdict) := object.union(fixture.claim, {"at": "models/m/README.md#/sections/evaluation", "metric": "test accuracy", "raw": "0.91", "value": "0.91", "verdict": verdict})

test_fires_on_another_result if {
	rule.deny == {{
		"at": "models/m/README.md#/sections/evaluation", "key": "result of metric test accuracy",
		"message": `the text states "test accuracy" as 0.91, but the evaluation result is "0.853"`,
		"related": [{"at": fixture.claim.evidence.at, "message": "the evaluation's result"}],
	}} with input as fixture.edit({"/head/card/text_claims": [sentence("contradicts")]})
}

test_applies_to_sentences_alone if {
	rule.applies with input as fixture.edit({"/head/card/text_claims": [sentence("agrees")]})
}

test_silent_on_results_that_agree_or_do_not_tell[verdict] if {
	some verdict in ["agrees", "no_evidence", "ambiguous"]
	count(rule.deny) == 0 with input as fixture.edit({"/head/card/text_claims": [sentence(verdict)]})
}

test_keys_differ_by_split if {
	both := [sentence("contradicts"), object.union(sentence("contradicts"), {"metric": "validation accuracy"})]
	count({f.key | some f in rule.deny}) == 2 with input as fixture.edit({"/head/card/text_claims": both})
}
