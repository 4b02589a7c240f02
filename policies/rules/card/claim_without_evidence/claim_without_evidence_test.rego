package modelgate.rules.card.claim_without_evidence_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.claim_without_evidence as rule

test_fires_without_evidence if {
	rule.deny == {{
		"at": "models/m/README.md#/model-index/0/results/0/metrics/0/value",
		"key": "claim accuracy contracts test",
		"message": `the card states "accuracy" as "0.85", but no evaluation result has that name`,
	}} with input as fixture.edit({"/head/card/claims/0/verdict": "no_evidence"})
}

test_says_which_slice_has_none if {
	{f.message | some f in rule.deny} == {`the card states "accuracy" as "0.85", but no evaluation result has that name and slice "class=churned"`} with input as fixture.edit({"/head/card/claims/0/verdict": "no_evidence", "/head/card/claims/0/slice": "class=churned"})
}

test_says_which_results_of_the_metric_there_are if {
	{f.message | some f in rule.deny} == {`the card states "accuracy" as "0.85", but the results have only "val_accuracy", "train_accuracy" for that metric`} with input as fixture.edit({
		"/head/card/claims/0/verdict": "no_evidence",
		"/head/card/claims/0/kin": fixture.text("models/m/evaluation/metrics.json#/val_accuracy", `"val_accuracy", "train_accuracy"`),
	})
}

test_silent_on_a_fact_of_the_model_itself if {
	count(rule.deny) == 0 with input as fixture.edit({"/head/card/claims/0/verdict": "no_evidence", "/head/card/claims/0/metric": "Parameters"})
}

test_silent_with_evidence if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_claims if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}

# Thousands of metrics are told by name.
test_many_are_told_together[words] if {
	some words, names in {"one name": ["zz_at_%d"], "many names": ["zz%dx"]}
	claims := [object.union(fixture.claim, {"at": sprintf("models/m/README.md#/model-index/0/results/%d/metrics/0/value", [i]), "metric": sprintf(names[0], [i]), "verdict": "no_evidence"}) | some i in numbers.range(1, 60)]
	found := rule.deny with input as fixture.edit({"/head/card/claims": claims})
	count(found) == {"one name": 1, "many names": 21}[words]
}

# Of many metrics, too, no name is said to be missing that a result of another split has.
test_many_with_results_of_another_split if {
	kin := fixture.text("models/m/evaluation/metrics.json#/val_zz", `"val_zz"`)
	claims := [object.union(fixture.claim, {"at": sprintf("models/m/README.md#/model-index/0/results/%d/metrics/0/value", [i]), "metric": sprintf("zz_at_%d", [i]), "verdict": "no_evidence", "kin": kin}) | some i in numbers.range(1, 60)]
	found := rule.deny with input as fixture.edit({"/head/card/claims": claims})
	every f in found { endswith(f.message, "no evaluation result is for the same split, data and average") }
	count(found) == 1
}
