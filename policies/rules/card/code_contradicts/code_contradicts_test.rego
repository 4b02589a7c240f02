package modelgate.rules.card.code_contradicts_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.code_contradicts as rule

told(topic, value) := {"at": sprintf("models/m/README.md#/sections/%s", [topic]), "topic": topic, "value": value}

card(library, base, statements) := fixture.edit({
	"/head/name": "bert-ner-press",
	"/head/card/statements": statements,
	"/head/card/library": fixture.text("models/m/README.md#/library_name", library),
	"/head/card/base_models": {"at": "models/m/README.md#/base_model", "present": true, "items": [{"at": "models/m/README.md#/base_model", "value": base, "revision": fixture.no_text, "relation": fixture.no_text}]},
})

other := told("loaded", "dslim/camembert-tagger")

test_fires_on_another_model if {
	rule.deny == {{
		"at": "models/m/README.md#/sections/loaded", "key": "code",
		"message": `the code loads model "dslim/camembert-tagger", which is neither this model (acme/bert-ner-press) nor its base model`,
	}} with input as card("transformers", "google-bert/bert-base-cased", [told("code", "acme/bert-ner-press"), other])
}

test_fires_without_an_identifier if {
	count(rule.deny) == 1 with input as card("transformers", "google-bert/bert-base-cased", [other])
}

test_silent_on_models_that_the_card_knows[id] if {
	some id in ["acme/bert-ner-press", "acme/Bert_NER_press-v2", "acme/bert-ner", "google-bert/bert-base-cased", "dslim/camembert-tagger"]
	count(rule.deny) == 0 with input as card("transformers", "google-bert/bert-base-cased", [told("code", "acme/bert-ner-press"), told("named", "dslim/camembert-tagger"), told("loaded", id)])
}

test_silent_if_one_is_its_own if {
	count(rule.deny) == 0 with input as card("transformers", "google-bert/bert-base-cased", [told("loaded", "acme/bert-ner-press"), other])
}

test_silent_if_it_is_put_together[module] if {
	some module in ["diffusers", "peft"]
	count(rule.deny) == 0 with input as card("diffusers", "google-bert/bert-base-cased", [told("code", "acme/bert-ner-press"), other, told("import", module)])
}

test_silent_on_a_part_of_the_name if {
	count(rule.deny) == 0 with input as card("transformers", "google-bert/bert-base-cased", [told("loaded", "acme/press-tagger")])
}

test_fires_on_a_placeholder[id] if {
	some id in ["your-username/your-model", "TU_USUARIO/NOMBRE_DEL_MODELO", "user/bert-ner-press"]
	{f.message | some f in rule.deny} == {sprintf("the code loads %q, which is a placeholder", [id])} with input as card("transformers", "google-bert/bert-base-cased", [told("loaded", id)])
}

test_fires_on_another_library if {
	rule.deny == {{"at": "models/m/README.md#/sections/import", "key": "library", "message": `the code imports "timm", but the metadata's library is "spacy"`}} with input as card("spacy", "a/b", [told("import", "timm")])
}

test_fires_on_a_title_that_is_an_identifier if {
	[f.message | some f in rule.deny] == [`the code loads model "dslim/camembert-tagger", which is neither this model (acme/sorter) nor its base model`] with input as card("transformers", "a/b", [told("title", "acme/sorter"), other])
}

test_silent_on_a_model_without_a_name if {
	count(rule.deny) == 0 with input as json.patch(card("transformers", "a/b", [told("title", "Sorts letters"), other]), [
		{"op": "replace", "path": "/head/name", "value": "m"},
		{"op": "replace", "path": "/head/card/name", "value": fixture.no_text},
	])
}

test_silent_if_a_tag_names_the_library if {
	count(rule.deny) == 0 with input as json.patch(card("spacy", "a/b", [told("import", "timm")]), [{"op": "replace", "path": "/head/card/tags/items", "value": [{"at": "models/m/README.md#/tags/0", "value": "timm"}]}])
}

test_applies if {
	rule.applies with input as card("spacy", "a/b", [told("import", "timm")])
	rule.applies with input as card("spacy", "a/b", [other])
}

test_silent_on_libraries[library] if {
	some [library, modules] in [["transformers", ["torch", "transformers"]], ["timm", ["transformers"]], ["sklearn", ["numpy", "joblib"]], ["spacy", ["spacy", "transformers"]], ["pytorch", ["timm"]], ["spacy", ["numpy"]]]
	count(rule.deny) == 0 with input as card(library, "a/b", [told("import", module) | some module in modules])
}

slipped(kind) := fixture.edit({"/head/card/slips": [{"at": "models/m/README.md#/sections/use", "kind": kind, "value": "do_sample=False", "other": "top_p=0.9"}]})

test_fires_on_an_argument if {
	rule.deny == {{"at": "models/m/README.md#/sections/use", "key": "argument do_sample=False", "message": `the code has "do_sample=False", which does not fit "top_p=0.9"`}} with input as slipped("argument")
	rule.applies with input as slipped("argument")
}

test_silent_on_other_slips if count(rule.deny) == 0 with input as slipped("range")

test_not_applicable if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}

test_fires_on_a_placeholder_in_a_variable if {
	{f.message | some f in rule.deny} == {`the code loads "<your-username>/<your-model>", which is a placeholder`} with input as placed("placeholder")
	rule.applies with input as placed("placeholder")
	count(rule.deny) == 0 with input as placed("count")
}

placed(kind) := fixture.edit({"/head/card/statements": [], "/head/card/slips": [{"at": "models/m/README.md#/sections/m", "kind": kind, "value": "<your-username>/<your-model>", "other": ""}]})
