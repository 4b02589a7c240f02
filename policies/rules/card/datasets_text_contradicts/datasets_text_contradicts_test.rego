package modelgate.rules.card.datasets_text_contradicts_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.datasets_text_contradicts as rule

told(topic, value) := {"at": "models/m/README.md#/sections/m", "topic": topic, "value": value}

text(names, statements) := fixture.edit({
	"/head/card/statements": statements,
	"/head/card/datasets": {"at": "models/m/README.md#/datasets", "present": count(names) > 0, "items": [{"at": "models/m/README.md#/datasets", "value": name, "config": fixture.no_text, "split": fixture.no_text, "revision": fixture.no_text, "link": fixture.no_text, "role": ""} | some name in names]},
})

test_fires if {
	rule.deny == {{
		"at": "models/m/README.md#/sections/m", "key": "datasets",
		"message": `the text states that the model was trained on "SQuAD v2", but the metadata's datasets are org/reviews`,
	}} with input as text(["org/reviews"], [told("training", "SQuAD v2 for two epochs")])
}

test_fires_on_a_spelling[name] if {
	some [name, topic, value] in [["org/custmer-reviews", "named", "org/customer-reviews"], ["fodo101", "training", "Food-101 with augmentation"], ["org/fodo101", "training", "Food-101 with augmentation"], ["wikinner_fr", "named", "Jean-Baptiste/wikiner_fr"]]
	[f.key | some f in rule.deny] == [sprintf("dataset %s", [name])] with input as text([name], [told(topic, value)])
}

test_silent_on_a_spelling[name] if {
	some [name, value] in [["org/reviews-2024", "org/reviews-2025"], ["org/review", "org/reviews"], ["org/reviews", "org/Reviews"], ["a/nli", "a/snli"], ["org/letters", "org/tickets"]]
	count(rule.deny) == 0 with input as text([name], [told("named", value)])
}

test_silent_if_both_are_listed if count(rule.deny) == 0 with input as text(["org/wikiner_fr", "org/wikinner_fr"], [told("named", "org/wikiner_fr")])

test_fires_on_a_spelling_of_results if {
	count(rule.deny) == 1 with input as json.patch(text(["org/wikinner"], []), [{"op": "replace", "path": "/head/card/model_index", "value": [{
		"at": "models/m/README.md#/model-index/0", "kind": "mapping", "name": fixture.no_text, "listed": true,
		"results": [{"at": "models/m/README.md#/model-index/0/results/0", "kind": "mapping", "task": fixture.no_text, "dataset": fixture.no_text, "dataset_type": fixture.text("models/m/README.md#/model-index/0/results/0/dataset/type", "org/wikiner"), "metrics": 1, "untyped": false, "untyped_at": ""}],
	}]}])
}

test_fires_on[value] if {
	some value in ["imdb dataset", "CoNLL-2003 Named Entity Recognition dataset", "the Pile", "org/support_tickets dataset"]
	count(rule.deny) == 1 with input as text(["xsum"], [told("training", value)])
}

test_silent_on[name] if {
	some [name, value] in [
		["squad_v2", "SQuAD"], ["rajpurkar/squad", "SQuAD 1.1"], ["EleutherAI/pile", "Pile, a large dataset"], ["conll2003", "CoNLL-2003"],
		["mozilla-foundation/common_voice_8_0", "the Common Voice corpus"], ["org/mine", "our tickets"], ["custom", "imdb"], ["glue", "SST-2"], ["pile-of-law/x", "The Pile"], ["c4en", "C4"], ["org/cv", "Common Voice"], ["snl", "snli"],
		["org/mine", "generator dataset"], ["org/reviews", "a mix of imdb and org/reviews"], ["sentence-transformers/embedding-training-data", "MS MARCO"],
	]
	count(rule.deny) == 0 with input as text([name], [told("training", value)])
}

test_silent_on_a_model_of_several_steps if {
	count(rule.deny) == 0 with input as text(["xsum"], [told("training", "C4"), told("training", "the XSum dataset")])
}

test_silent_on_other_topics if count(rule.deny) == 0 with input as text(["xsum"], [told("model", "It was evaluated on imdb"), told("training", "our texts")])

test_not_applicable if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}

lists(names, value, measured) := {f.message | some f in found} if {
	found := rule.deny with input as json.patch(text(names, [told("training", value)]), [{"op": "replace", "path": "/head/card/model_index/0/results/0/dataset", "value": fixture.text("models/m/README.md#/d", measured)}])
}

_corpora := "MultiNLI, Fever-NLI, Adversarial-NLI (ANLI), LingNLI and WANLI datasets, which have many pairs"

test_fires_on_one_that_is_missing if {
	lists(["multi_nli", "anli", "fever", "acme/WANLI"], _corpora, "LingNLI") == {`the text states that the model was trained on "LingNLI", which the metadata's datasets lack`}
}

test_silent_on_lists if {
	lists(["multi_nli", "anli", "fever", "lingnli", "acme/WANLI"], _corpora, "LingNLI") == set()
	lists(["multi_nli", "anli", "fever", "acme/WANLI"], _corpora, "SNLI") == set()
	lists(["multi_nli", "anli"], _corpora, "LingNLI") == set()
	lists(["multi_nli", "anli", "fever", "acme/lingnli_and_more", "acme/WANLI"], _corpora, "LingNLI") == set()
}
