package modelgate.rules.card.tag_contradicts_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.tag_contradicts as rule

messages(tags) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit({
		"/head/card/tags": fixture.list("models/m/README.md#/tags", tags),
		"/head/card/licenses": fixture.list("models/m/README.md#/license", ["apache-2.0"]),
		"/head/card/languages": fixture.list("models/m/README.md#/language", ["en", "nb"]),
		"/head/card/base_models": {"at": "models/m/README.md#/base_model", "present": true, "items": [{"at": "models/m/README.md#/base_model", "value": "acme/bert", "revision": fixture.no_text, "relation": fixture.no_text}]},
	})
}

test_fires if {
	messages(["bert", "license:mit"]) == {`tag "license:mit" contradicts license, which is "apache-2.0"`}
	messages(["base_model:foo/other"]) == {`tag "base_model:foo/other" contradicts base_model, which is "acme/bert"`}
	messages(["base_model:adapter:foo/other", "language:de"]) == {`tag "base_model:adapter:foo/other" contradicts base_model, which is "acme/bert"`, `tag "language:de" contradicts language, which is "en", "nb"`}
}

test_silent_on[tag] if {
	some tag in ["license:apache-2.0", "license:Apache-2.0", "license:apache 2.0", "base_model:acme/bert", "base_model:quantized:acme/bert", "base_model:bert", "language:en", "language:no", "region:us", "arxiv:2106.09685", "mit", "license"]
	messages([tag]) == set()
}

test_silent_without_the_key if {
	found := rule.deny with input as fixture.edit({"/head/card/tags": fixture.list("models/m/README.md#/tags", ["license:mit"]), "/head/card/licenses": fixture.no_list})
	count(found) == 0
}

test_not_applicable if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}

test_datasets if {
	with_dataset := {"/head/card/datasets": fixture.list("models/m/README.md#/datasets", ["acme/contracts"])}
	found := rule.deny with input as fixture.edit(object.union(with_dataset, {"/head/card/tags": fixture.list("models/m/README.md#/tags", ["dataset:imdb", "dataset:contracts"])}))
	{f.message | some f in found} == {`tag "dataset:imdb" contradicts datasets, which is "acme/contracts"`}
}

test_silent_on_choices_and_many_languages if {
	found := rule.deny with input as fixture.edit({
		"/head/card/tags": fixture.list("models/m/README.md#/tags", ["license:mit", "license:Apache 2.0", "language:de"]),
		"/head/card/licenses": fixture.list("models/m/README.md#/license", ["MIT OR Apache-2.0"]),
		"/head/card/languages": fixture.list("models/m/README.md#/language", ["multilingual"]),
	})
	count(found) == 0
}

spoken(tag, codes, task) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit({"/head/card/tags": fixture.list("models/m/README.md#/tags", [tag]), "/head/card/languages": fixture.list("models/m/README.md#/language", codes), "/head/card/task/value": task})
}

test_names_of_languages if {
	spoken("German", ["en"], "text-classification") == {`tag "German" contradicts language, which is "en"`}
	count(spoken("mandarin", ["en", "de"], "text-classification")) == 1
	spoken("german", ["de", "en"], "text-classification") == set()
	spoken("german", ["de-CH"], "text-classification") == set()
	spoken("norwegian", ["nb"], "text-classification") == set()
	spoken("german", ["multilingual"], "text-classification") == set()
	spoken("german", ["deu"], "text-classification") == set()
	spoken("german", ["en"], "translation") == set()
	spoken("german", [], "text-classification") == set()
	spoken("latin", ["en"], "text-classification") == set()
	spoken("german-bert", ["en"], "text-classification") == set()
}
