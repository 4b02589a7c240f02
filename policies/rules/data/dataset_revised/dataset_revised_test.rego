package modelgate.rules.data.dataset_revised_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.dataset_revised as rule

# revised is an unchanged model with other values at pointers below its data card.
revised(values) := object.union(fixture.edit_data(values), {"base": fixture.edit_data({
	"/version": fixture.text("datacards/c.yaml#/version", "1"),
	"/digest": fixture.text("datacards/c.yaml#/digest", "sha256:aa"),
	"/source/uri": fixture.text("datacards/c.yaml#/source/uri", "s3://a"),
}).head})

same := {
	"/version": fixture.text("datacards/c.yaml#/version", "1"),
	"/digest": fixture.text("datacards/c.yaml#/digest", "sha256:aa"),
	"/source/uri": fixture.text("datacards/c.yaml#/source/uri", "s3://a"),
}

with_value(path, value) := revised(object.union(same, {path: fixture.text("datacards/c.yaml#/x", value)}))

test_fires_on_another_version if {
	rule.deny == {{"at": "datacards/c.yaml#/x", "key": "dataset contracts version", "message": `the version of dataset "contracts" is "2", was "1", but the model's artifacts are unchanged`}} with input as with_value("/version", "2")
}

test_fires_on_another_source_and_digest if {
	count(rule.deny) == 1 with input as with_value("/source/uri", "s3://b")
	count(rule.deny) == 1 with input as with_value("/digest", "sha256:bb")
}

test_fires_on_a_version_that_is_gone if {
	{f.message | some f in rule.deny} == {`the version of dataset "contracts" is missing, was "1", but the model's artifacts are unchanged`} with input as revised(object.union(same, {"/version": fixture.lacks("datacards/c.yaml#")}))
}

test_silent_on_what_is_the_same_or_new if {
	count(rule.deny) == 0 with input as revised(same)
	count(rule.deny) == 0 with input as object.union(fixture.edit_data(same), {"base": fixture.edit_data({path: fixture.lacks("datacards/c.yaml#") | some path, _ in same}).head})
	count(rule.deny) == 0 with input as fixture.model
}

test_silent_where_the_weights_changed if {
	count(rule.deny) == 0 with input as json.patch(with_value("/version", "2"), [{"op": "replace", "path": "/head/artifacts/0/digest", "value": "sha256:01ff"}])
}

test_not_applicable_without_a_base if {
	rule.applies with input as fixture.model
	not rule.applies with input as fixture.removed
	not rule.applies with input as fixture.bare
}
