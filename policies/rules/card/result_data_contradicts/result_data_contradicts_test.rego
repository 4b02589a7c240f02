package modelgate.rules.card.result_data_contradicts_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.result_data_contradicts as rule

messages(name, type, config, split) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit({
		"/head/card/claims/0/dataset": name, "/head/card/claims/0/dataset_type": type, "/head/card/claims/0/config": config, "/head/card/claims/0/split": split,
		"/head/card/datasets/items/0/value": "conll2003",
	})
}

test_fires_on_a_part if {
	messages("MultiNLI-mismatched", "multi_nli", "", "validation_matched") == {`the result is of dataset "MultiNLI-mismatched", but its split is "validation_matched"`}
	messages("LibriSpeech (other)", "librispeech_asr", "clean", "test") == {`the result is of dataset "LibriSpeech (other)", but its config is "clean"`}
}

test_fires_on_a_type if {
	messages("conll2003", "wikiann", "conll2003", "test") == {`the result is of dataset "conll2003" with config "conll2003", but its type is "wikiann"`}
}

test_is_at_the_claim_without_a_result if {
	found := rule.deny with input as fixture.edit({"/head/card/claims/0/dataset": "LibriSpeech (other)", "/head/card/claims/0/config": "clean", "/head/card/model_index": []})
	{f.at | some f in found} == {fixture.model.head.card.claims[0].at}
}

test_silent_on[case] if {
	some case in [
		["MultiNLI-mismatched", "multi_nli", "", "validation_mismatched"], ["LibriSpeech (other)", "librispeech_asr", "other", "test"], ["LibriSpeech", "librispeech_asr", "clean", "test"],
		["LibriSpeech clean and other", "librispeech_asr", "clean", "test"], ["conll2003", "conll2003", "conll2003", "test"], ["conll2003", "eriktks/conll2003", "conll2003", "test"],
		["mrpc", "glue", "mrpc", "test"], ["wikiann", "wikiann", "en", "test"], ["other", "acme/letters", "other", "test"],
	]
	messages(case[0], case[1], case[2], case[3]) == set()
}

test_not_applicable if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}

results(pairs) := {f.message | some f in found} if {
	claim := fixture.model.head.card.claims[0]
	claims := [object.union(claim, {"at": sprintf("models/m/README.md#/model-index/0/results/%d/metrics/0/value", [i]), "dataset": pair[0], "dataset_type": pair[1], "config": "default"}) | some i, pair in pairs]
	found := rule.deny with input as fixture.edit({"/head/card/claims": claims})
}

_known := [["MTEB FEVER", "mteb/fever"], ["MTEB FiQA2018", "mteb/fiqa"], ["MTEB NFCorpus", "mteb/nfcorpus"]]

test_fires_on_the_type_of_another_result if {
	results(array.concat(_known, [["MTEB HotpotQA", "mteb/fever"]])) == {`the result is of dataset "MTEB HotpotQA", but its type "mteb/fever" is that of dataset "MTEB FEVER"`}
}

test_silent_on_types[name] if {
	some [name, type] in [
		["MTEB HotpotQA", "mteb/hotpotqa"], ["MTEB ClimateFEVER", "mteb/fever"], ["MTEB HotpotQA", "mteb/multihop"], ["FEVER (dev)", "mteb/fever"], ["MTEB Feverous", "mteb/fever"],
	]
	results(array.concat(_known, [[name, type]])) == set()
}

test_silent_on_several_types if results(array.concat(_known, [["MTEB HotpotQA", "mteb/fever"], ["MTEB Touche", "mteb/fiqa"]])) == set()

test_silent_on_few_types if results([["MTEB FEVER", "mteb/fever"], ["MTEB HotpotQA", "mteb/fever"]]) == set()

test_silent_on_many_types if results(array.concat([["MTEB HotpotQA", "mteb/fever"]], [[sprintf("name%d", [i]), sprintf("name%d", [i])] | some i in numbers.range(1, 201)])) == set()

test_silent_on_a_collection if results([["GLUE", "nyu/glue"], ["CoLA", "nyu/glue"], ["a1a1", "a1a1"], ["b1b1", "b1b1"]]) == set()
