package modelgate.rules.card.id_malformed_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.id_malformed as rule

based(value) := fixture.edit({"/head/card/base_models": {"at": "models/m/README.md#/base_model", "present": true, "items": [{
	"at": "models/m/README.md#/base_model", "value": value, "revision": fixture.no_text, "relation": fixture.no_text,
}]}})

messages(value) := {f.message | some f in found} if {
	found := rule.deny with input as based(value)
}

test_fires_on_an_address_of_the_hub if {
	rule.deny == {{
		"at": "models/m/README.md#/base_model", "key": "base model https://huggingface.co/org/base",
		"message": `base model "https://huggingface.co/org/base" is not an identifier: it is a URL; write "org/base"`, "suggestion": {"replace_value": "org/base"},
	}} with input as based("https://huggingface.co/org/base")
}

test_fires_on_other_texts[value] if {
	some value, why in {"https://example.com/x": "it is a URL", "a model": "it has blanks", "a/b/c": "it has more than one slash", "a,b": "it has commas", "a/": "an owner or a name is missing", "a:b": `":" is not allowed`}
	messages(value) == {sprintf("base model %q is not an identifier: %s", [value, why])}
}

test_fires_on_a_dataset_without_a_data_card if {
	found := rule.deny with input as fixture.edit({"/head/card/datasets/items/0/value": "Letters of a year"})
	{f.message | some f in found} == {`dataset "Letters of a year" is not an identifier: it has blanks`}
}

test_silent_on_a_dataset_with_a_data_card if {
	name := fixture.model.head.datasets[0].name
	count(rule.deny) == 0 with input as fixture.edit({"/head/card/datasets/items/0/value": "Letters of a year", "/head/datasets/0/name": "Letters of a year"})
	name != ""
}

test_silent_on_identifiers_and_on_paths[value] if {
	some value in ["org/base", "bert-base-uncased", "org/base.v2_x", "/home/ann/base", "./base"]
	count(messages(value)) == 0
}

test_silent_where_a_list_is_a_text if {
	keyed := json.patch(based("a/b, c/d"), [{"op": "replace", "path": "/head/card/keys", "value": [{"at": "models/m/README.md#/base_model#", "name": "base_model", "null": false, "empty": false, "kind": "string", "value": "a/b, c/d"}]}])
	count(rule.deny) == 0 with input as keyed
}

test_a_crowd_is_told_together if {
	many := [{"at": sprintf("models/m/README.md#/base_model/%d", [i]), "value": sprintf("a b %d", [i]), "revision": fixture.no_text, "relation": fixture.no_text} | some i in numbers.range(1, 300)]
	count(rule.deny) == 20 with input as fixture.edit({"/head/card/base_models": {"at": "models/m/README.md#/base_model", "present": true, "items": many}})
}

test_silent_when_all_is_well if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}

papers(tag) := count(found) if {
	found := rule.deny with input as fixture.edit({"/head/card/tags": fixture.list("models/m/README.md#/tags", [tag])})
}

test_papers if {
	papers("arxiv:2106.9") == 1
	papers("arxiv:2113.09685") == 1
	papers("arxiv:https://arxiv.org/abs/2106.09685") == 1
	papers("arxiv:2106.09685") == 0
	papers("arxiv:2106.09685v2") == 0
	papers("arxiv:cs.CL/0101001") == 0
	papers("arxiv") == 0
}

newer(value) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit({"/head/card/keys": [{"at": "models/m/README.md#/new_version#", "name": "new_version", "null": false, "empty": false, "kind": "string", "value": value}]})
}

test_new_version if {
	newer("https://huggingface.co/acme/m2") == {`new_version "https://huggingface.co/acme/m2" is not an identifier: it is a URL; write "acme/m2"`}
	newer("acme/m2") == set()
	newer("") == set()
}

linked(target) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit({"/head/card/links": [{"at": "models/m/README.md#/body/links/0", "target": target, "kind": "absolute", "image": false, "state": "unknown"}]})
}

test_fires_on_a_link_to_no_paper[id] if {
	some id in ["1910.970", "1910.9700", "2313.01234", "1204.56789"]
	linked(sprintf("https://arxiv.org/abs/%s", [id])) == {sprintf("the link to arXiv has %q, which is not an identifier of a paper", [id])}
}

test_silent_on_a_link_to_a_paper[path] if {
	some path in ["abs/1910.09700", "pdf/1910.09700v2.pdf", "abs/1204.5678", "abs/cs/0112017", "list/cs.CL/recent", "pdf/2401.01234"]
	linked(sprintf("https://arxiv.org/%s", [path])) == set()
}
