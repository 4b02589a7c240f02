package modelgate.rules.card.key_misspelt_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.key_misspelt as rule

messages(names) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit({"/head/card/keys": [fixture.key(name, false) | some name in names]})
}

test_fires_on_misspelt_keys if {
	messages(["licence", "model_index"]) == {`unknown metadata key "licence" is ignored; did you mean "license"?`, `unknown metadata key "model_index" is ignored; did you mean "model-index"?`}
}

test_fires_on_keys_that_are_nearly_one if {
	messages(["datsets"]) == {`unknown metadata key "datsets" is ignored; did you mean "datasets"?`}
	count(messages(["thumbnial", "librarry_name", "langauge"])) == 3
}

test_silent_on_keys_that_are_not_near if {
	messages(["model_type", "quantized_by", "license_file", "inference_parameters", "model_name", "tasks_run", "base_model_sparse", "data"]) == set()
}

test_suggests_the_right_key if {
	{f.suggestion | some f in rule.deny} == {{"rename_key": "license"}} with input as fixture.edit({"/head/card/keys": [fixture.key("licence", false)]})
}

test_suggests_nothing_where_two_keys_mean_the_same[names] if {
	some names in [["dataset", "Datasets"], ["licence", "license"]]
	found := rule.deny with input as fixture.edit({"/head/card/keys": [fixture.key(name, false) | some name in names]})
	count(found) > 0
	every f in found { not f.suggestion }
}

test_renames_only_what_fits if {
	key := object.union(fixture.key("tasks", false), {"value": "mnli"})
	rule.deny == {{"at": key.at, "message": `unknown metadata key "tasks" is ignored; did you mean "pipeline_tag"? Its value "mnli" is not valid there`}} with input as fixture.edit({"/head/card/keys": [key]})
	list := object.union(fixture.key("library", false), {"kind": "sequence"})
	rule.deny == {{"at": list.at, "message": `unknown metadata key "library" is ignored; did you mean "library_name"? Its value, a list, is not valid there`}} with input as fixture.edit({"/head/card/keys": [list]})
	mapping := object.union(fixture.key("licence", false), {"kind": "mapping"})
	rule.deny == {{"at": mapping.at, "message": `unknown metadata key "licence" is ignored; did you mean "license"? Its value, a mapping, is not valid there`}} with input as fixture.edit({"/head/card/keys": [mapping]})
}

test_fires_on_capitals if {
	messages(["License"]) == {`unknown metadata key "License" is ignored; did you mean "license"?`}
	messages(["Pipeline-Tag"]) == {`unknown metadata key "Pipeline-Tag" is ignored; did you mean "pipeline_tag"?`}
	messages(["Extra_gated_prompt"]) == {`unknown metadata key "Extra_gated_prompt" is ignored; did you mean "extra_gated_prompt"?`}
}

test_silent_on_right_and_own_keys if {
	rule.applies with input as fixture.model
	messages(["license", "model-index", "datasets", "acme_ticket", "Acme"]) == set()
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
