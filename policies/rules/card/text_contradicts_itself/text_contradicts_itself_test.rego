package modelgate.rules.card.text_contradicts_itself_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.text_contradicts_itself as rule

metric(section, name, raw, places, dataset) := {"at": sprintf("models/m/README.md#/sections/%s", [section]), "metric": name, "dataset": dataset, "raw": raw, "value": trim_suffix(raw, "%"), "percent": endswith(raw, "%"), "places": places, "split": ""}

states(all) := fixture.edit({"/head/card/body_metrics": all})

test_fires if {
	rule.deny == {{
		"at": "models/m/README.md#/sections/b", "key": "metric accuracy",
		"message": `the text states "accuracy" as 92%, and elsewhere as 0.87`,
		"related": [{"at": "models/m/README.md#/sections/a", "message": "the other value"}],
	}} with input as states([metric("a", "accuracy", "0.87", 2, ""), metric("b", "accuracy", "92%", 0, "")])
}

test_applies if rule.applies with input as states([metric("a", "accuracy", "0.87", 2, ""), metric("b", "f1", "0.92", 2, "")])

test_silent_on[raw] if {
	some [raw, places] in [["87%", 0], ["0.8712", 4], ["87.1", 1], ["0.87", 2]]
	count(rule.deny) == 0 with input as states([metric("a", "accuracy", "0.87", 2, ""), metric("b", "accuracy", raw, places, "")])
}

test_fires_beside_other_metrics if {
	count(rule.deny) == 1 with input as states([metric("a", "accuracy", "0.87", 2, ""), metric("b", "accuracy", "0.92", 2, ""), metric("b", "f1", "0.5", 1, "SST-2")])
}

of(metric, split) := object.union(metric, {"split": split})

test_fires_on_a_part_that_only_one_names if {
	count(rule.deny) == 1 with input as states([metric("a", "accuracy", "95%", 0, ""), of(metric("b", "test accuracy", "0.91", 2, ""), "test")])
	count(rule.deny) == 1 with input as states([of(metric("a", "WER", "5.2%", 1, ""), "test"), metric("b", "WER", "52%", 0, "")])
	count(rule.deny) == 0 with input as states([metric("a", "accuracy", "95%", 0, ""), of(metric("b", "accuracy", "0.91", 2, ""), "validation")])
	count(rule.deny) == 0 with input as states([metric("a", "F1", "95%", 0, ""), metric("b", "macro F1", "0.91", 2, "")])
}

test_silent_on_other_things if {
	count(rule.deny) == 0 with input as states([metric("a", "accuracy", "0.87", 2, ""), metric("b", "accuracy", "0.92", 2, "SST-2")])
	count(rule.deny) == 0 with input as states([metric("a", "accuracy", "0.87", 2, ""), metric("b", "f1", "0.92", 2, "")])
	count(rule.deny) == 0 with input as states([metric("a", "accuracy", "0.87", 2, ""), metric("a", "accuracy", "0.92", 2, "")])
	count(rule.deny) == 0 with input as states([metric("a/with a comma", "accuracy", "0.87", 2, ""), metric("a/without", "accuracy", "0.92", 2, "")])
	count(rule.deny) == 0 with input as states([metric("a", "accuracy", "0.87", 2, ""), metric("b", "accuracy", "0.92", 2, ""), metric("c", "accuracy", "0.95", 2, "")])
}

test_not_applicable if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
