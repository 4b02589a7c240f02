package modelgate.rules.card.base_model_itself_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.base_model_itself as rule

told(topic, value) := {"at": "models/m/README.md#/sections/m", "topic": topic, "value": value}

of(bases, statements) := fixture.edit({
	"/head/card/model_index": [],
	"/head/card/statements": statements,
	"/head/card/base_models": {"at": "models/m/README.md#/base_model", "present": count(bases) > 0, "items": [{"at": "models/m/README.md#/base_model", "value": base, "revision": fixture.no_text, "relation": fixture.no_text} | some base in bases]},
})

test_fires[base] if {
	some base in ["m", "M", "models/m"]
	rule.deny == {{"at": "models/m/README.md#/base_model", "key": sprintf("base %s", [base]), "message": sprintf("base model %q is the model itself", [base])}} with input as of([base], [])
}

test_fires_on_what_its_code_loads if count(rule.deny) == 1 with input as of(["org/m"], [told("code", "org/m")])

test_fires_on_its_directory if {
	count(rule.deny) == 1 with input as json.patch(of(["org/m"], []), [{"op": "replace", "path": "/head/id", "value": "models/org/m"}])
}

test_fires_on_its_directory_with_the_owner[id] if {
	some id in ["models/org__m", "cache/models--org--m", "org-m"]
	count(rule.deny) == 1 with input as json.patch(of(["org/m"], []), [{"op": "replace", "path": "/head/id", "value": id}])
}

test_fires_on_its_title if count(rule.deny) == 1 with input as of(["Org/letters"], [told("title", "org/letters")])

test_fires_on_its_model_index[base] if {
	some base in ["letters", "org/Letters"]
	count(rule.deny) == 1 with input as indexed(base, "letters", [])
}

test_silent_on_another_model_index if {
	count(rule.deny) == 0 with input as indexed("org/letters-base", "letters", [])
	count(rule.deny) == 0 with input as indexed("org/letters", "letters", ["gguf"])
}

indexed(base, name, tags) := json.patch(of([base], []), [
	{"op": "replace", "path": "/head/card/model_index", "value": [{"at": "models/m/README.md#/model-index/0", "kind": "mapping", "name": {"at": "models/m/README.md#/model-index/0/name", "present": true, "value": name}, "results": [], "listed": true}]},
	{"op": "replace", "path": "/head/card/tags", "value": {"at": "models/m/README.md#/tags", "present": true, "items": [{"at": "models/m/README.md#/tags/0", "value": tag} | some tag in tags]}},
])

test_silent_on_another if {
	count(rule.deny) == 0 with input as of(["org/n"], [told("code", "org/m")])
	count(rule.deny) == 0 with input as of(["org/m"], []) # of the same name, by others
	count(rule.deny) == 0 with input as of(["org/m"], [told("code", "org/m"), told("code", "us/m")])
	count(rule.deny) == 0 with input as of(["org/m-base"], [])
}

test_silent_on_a_copy_in_another_format if {
	copy := json.patch(of(["org/m"], [told("code", "org/m")]), [{"op": "replace", "path": "/head/card/tags", "value": {"at": "models/m/README.md#/tags", "present": true, "items": [{"at": "models/m/README.md#/tags/0", "value": "gguf"}]}}])
	count(rule.deny) == 0 with input as copy
}

test_applies if rule.applies with input as of(["org/n"], [])

test_not_applicable if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
