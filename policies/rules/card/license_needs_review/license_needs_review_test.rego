package modelgate.rules.card.license_needs_review_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.license_needs_review as rule

messages(changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit(changes)
}

test_fires_on_a_base_model_of_no_known_licence if {
	messages(fixture.based("example/unknown")) == {`the license of base model "example/unknown" is not in the license table (2026-11-01); review manually whether it allows this model`}
}

test_fires_where_the_tables_cannot_tell if {
	messages(object.union(fixture.based("google/gemma-2-9b"), fixture.licensed(["other"]))) == {`the license tables do not cover license "other" together with "gemma", the license of base model "google/gemma-2-9b"; review both licenses`}
}

test_fires_on_a_dataset_that_forbids_what_the_model_allows if {
	messages({"/head/datasets/0/card/license/value": "cc-by-nc-4.0"}) == {`dataset "contracts" is under "cc-by-nc-4.0", which is non-commercial, but the model is under "apache-2.0", which is not; review manually whether that is allowed`}
}

# The license of the dataset, and that of what it is made from.
derived(entry, license, source) := fixture.derived(entry, {"license": fixture.text("l", license)}, {"license": fixture.text("s", source)})

test_fires_on_limits_behind_a_license_that_tells_none if {
	{f.message | some f in rule.deny} == {`dataset "contracts" is made from "parent", which is under "cc-by-nc-4.0" and so non-commercial, but the model is under "apache-2.0", which is not; review manually whether that is allowed`} with input as derived({}, "other", "cc-by-nc-4.0")
	count(rule.deny) == 0 with input as derived({}, "other", "cc-by-4.0")
	count(rule.deny) == 0 with input as derived({}, "other", "other")
	count(rule.deny) == 0 with input as derived({}, "cc-by-4.0", "cc-by-nc-4.0") # data/lineage_license finds it
	count(rule.deny) == 0 with input as derived(fixture.ended("license"), "other", "cc-by-nc-4.0")
}

test_silent_when_the_tables_tell if {
	rule.applies with input as fixture.model
	messages({}) == set()
	messages(fixture.based("gpt2")) == set()
	messages({"/head/datasets/0/card/license/value": "cc-by-4.0"}) == set()
	messages(object.union(fixture.licensed(["cc-by-nc-sa-4.0"]), {"/head/datasets/0/card/license/value": "cc-by-nc-4.0"})) == set()
	rule.applies with input as json.patch(fixture.edit(fixture.based("gpt2")), [{"op": "replace", "path": "/head/datasets", "value": []}])
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
