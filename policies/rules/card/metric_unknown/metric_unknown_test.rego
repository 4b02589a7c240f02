package modelgate.rules.card.metric_unknown_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.metric_unknown as rule

test_fires_on_an_unknown_metric if {
	rule.deny == {{
		"at": "models/m/README.md#/model-index/0/results/0/metrics/0/value",
		"key": "claim fluency contracts test",
		"message": `unknown metric "fluency": cannot check whether "0.85" is a plausible value`,
	}} with input as fixture.edit({"/head/card/claims/0/metric": "fluency"})
}

test_silent_on_a_known_metric if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_silent_on_a_row_of_a_table if {
	count(rule.deny) == 0 with input as fixture.edit({"/head/card/claims/0/metric": "GSM8K", "/head/card/claims/0/at": "models/m/README.md#/body/tables/0/1"})
}

test_silent_on_what_states_nothing if {
	count(rule.deny) == 0 with input as fixture.edit({"/head/card/claims/0/metric": ""})
	count(rule.deny) == 0 with input as fixture.edit({"/head/card/claims/0/metric": "fluency", "/head/card/claims/0/valid": false})
}

test_not_applicable_without_card if {
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

test_knows_the_names_of_mteb[name] if {
	some name in ["ndcg_at_10", "map_at_1000", "nauc_recall_at_5_std", "nauc_foo", "cos_sim_spearman", "main_score", "euclidean_pearson", "f1_weighted", "precision_at_3", "mrr_at_1"]
	count(rule.deny) == 0 with input as fixture.edit({"/head/card/claims/0/metric": name})
}
