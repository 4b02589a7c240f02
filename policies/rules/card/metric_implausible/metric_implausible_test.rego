package modelgate.rules.card.metric_implausible_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.metric_implausible as rule

messages(metric, value) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit({"/head/card/claims/0/metric": metric, "/head/card/claims/0/value": value, "/head/card/claims/0/raw": value})
}

test_fires_beyond_the_range[metric] if {
	some metric, case in {
		"f1": ["101.5", `metric "f1" is 101.5, outside its valid range: at most 100, even as a percentage`],
		"eval_accuracy": ["-0.1", `metric "eval_accuracy" is -0.1, outside its valid range: at least 0`],
		"perplexity": ["0.5", `metric "perplexity" is 0.5, outside its valid range: at least 1`],
		"wer": ["-3", `metric "wer" is -3, outside its valid range: at least 0`],
	}
	messages(metric, case[0]) == {case[1]}
}

in_text(metric, raw) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit({"/head/card/claims": [], "/head/card/body_metrics": [{"at": "models/m/README.md#/sections/m", "metric": metric, "dataset": "", "raw": raw, "value": trim_suffix(raw, "%"), "percent": endswith(raw, "%"), "places": 1, "split": ""}]})
}

test_fires_in_the_text if {
	in_text("F1 score", "187.3") == {`metric "F1 score" is 187.3, outside its valid range: at most 100, even as a percentage`}
	in_text("accuracy", "104.2%") == {`metric "accuracy" is 104.2%, outside its valid range: at most 100, even as a percentage`}
}

precise(metric, raw) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit({"/head/card/claims": [], "/head/card/body_metrics": [{"at": "models/m/README.md#/sections/m", "metric": metric, "dataset": "", "raw": raw, "value": raw, "percent": false, "places": 2, "split": ""}]})
}

test_fires_below_the_range_and_above_a_fraction if {
	precise("accuracy", "-0.91") == {`metric "accuracy" is -0.91, outside its valid range: at least 0`}
	precise("perplexity", "0.82") == {`metric "perplexity" is 0.82, outside its valid range: at least 1`}
	precise("cross-entropy loss", "-0.21") == {`metric "cross-entropy loss" is -0.21, outside its valid range: at least 0`}
	precise("test accuracy", "1.02") == {`metric "test accuracy" is 1.02, outside its valid range: at most 1, or 100 as a percentage`}
	precise("R2", "-0.31") == set()
	precise("WER", "1.02") == set()
	precise("Spearman", "-0.31") == set()
	in_text("F1", "1.1") == set()
}

test_applies_to_text_alone if {
	rule.applies with input as fixture.edit({"/head/card/claims": [], "/head/card/table_claims": [fixture.claim]})
	rule.applies with input as fixture.edit({"/head/card/claims": [], "/head/card/body_metrics": [{"at": "models/m/README.md#/sections/m", "metric": "loss", "dataset": "", "raw": "1", "value": "1", "percent": false, "places": 0, "split": ""}]})
}

test_silent_in_the_text if {
	in_text("F1 score", "0.873") == set()
	in_text("WER", "104.2%") == set()
	in_text("accuracy", "2025") == set()
	in_text("recall@10", "104") == set()
}

test_fires_on_cells_of_tables if {
	in_cell("accuracy", "104.2") == {`metric "accuracy" is 104.2, outside its valid range: at most 100, even as a percentage`}
	in_cell("wer", "-4.2") == {`metric "wer" is -4.2, outside its valid range: at least 0`}
	in_cell("wer", "104.2") == set()
	in_cell("mcc", "-0.4") == set()
	in_cell("accuracy", "2025") == set()
}

in_cell(metric, raw) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit({"/head/card/far_values": [{"at": "models/m/README.md#/body/tables/0/1/1", "metric": metric, "dataset": "", "raw": raw, "value": raw, "percent": false, "places": 1, "split": ""}]})
}

test_fires_on_an_area_above_the_whole if {
	count(in_text("ROC AUC", "1.083")) == 1
	in_text("ROC AUC", "1.0") == set()
	in_text("ROC AUC", "91.3") == set()
}

test_silent_within[metric] if {
	some metric, value in {"f1": "0", "accuracy": "100", "wer": "142.5", "r2": "-3", "loss": "-1e3", "matthews_correlation": "-0.4", "Recall@10": "0.91", "Macro F1": "88", "fluency": "-900"}
	messages(metric, value) == set()
}

test_silent_on_what_is_no_number if {
	messages("f1", "") == set()
}

test_silent_when_all_is_well if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}

results(values) := fixture.edit({"/head/card/claims": [json.patch(fixture.claim, [{"op": "replace", "path": "/value", "value": value}, {"op": "replace", "path": "/raw", "value": value}]) | some value in values]})

test_fires_on_zeros_only if {
	{f.message | some f in rule.deny} == {`metric "accuracy" is 0.0, and so is every other result of the card`} with input as results(["0.0", "0.0"])
	count(rule.deny) == 0 with input as results(["0.0", "0.81"])
	count(rule.deny) == 0 with input as results(["0.0"])
}
