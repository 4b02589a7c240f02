package modelgate.lib.fields_test

import data.modelgate.lib.fields
import data.modelgate.lib.fixture_test as fixture

test_owed_by_table_and_configuration if {
	fields.owed == {"team"} with input as fixture.owing([["review", "field", "team"], ["review", "section", "contact"]])
	fields.owed == {"team", "version"} with input as fixture.owing([["review", "field", "team"]]) with data.modelgate.fields.required as {"draft": [], "review": [], "production": ["version"]}
}

test_advised if {
	fields.advised == {"task"} with input as fixture.model
	fields.advised == {"task", "languages"} with input as fixture.edit({"/head/card/task/value": "translation"})
	fields.advised == set() with input as fixture.edit({"/head/card/format": "kitfile"})
	fields.advised == set() with input as fixture.owing([["draft", "field", "task"]])
}

key(kind, value) := object.union(fixture.key("x", false), {"kind": kind, "value": value})

test_fits[meant] if {
	some meant in ["pipeline_tag", "library_name", "datasets", "license_name", "model-index"]
	fits := {
		"pipeline_tag": [["string", "translation"], ["string", ""]], "library_name": [["string", "keras"]], "datasets": [["string", "a"], ["sequence", ""]],
		"license_name": [["string", "a, b"]], "model-index": [["sequence", ""], ["mapping", ""]],
	}
	misfits := {"pipeline_tag": [["string", "mnli"], ["sequence", ""]], "library_name": [["sequence", ""], ["string", "a, b"]], "datasets": [["mapping", ""]], "license_name": [["sequence", ""]], "model-index": []}
	every it in fits[meant] { fields.fits(meant, key(it[0], it[1])) }
	every it in misfits[meant] { not fields.fits(meant, key(it[0], it[1])) }
}

test_a_task_among_the_tags_is_stated if {
	untasked := {"/head/card/task": fixture.no_text, "/head/card/model_index": [], "/head/card/languages": fixture.no_list}
	tagged := object.union(untasked, {"/head/card/tags": fixture.list("models/m/README.md#/tags", ["audio", "translation"])})
	fields.stated("task") with input as fixture.edit(tagged)
	fields.advised == {"task", "languages"} with input as fixture.edit(tagged)
	not fields.stated("task") with input as fixture.edit(object.union(untasked, {"/head/card/tags": fixture.list("models/m/README.md#/tags", ["audio"])}))
	fields.task_names == {"tabular-classification"} with input as fixture.edit({"/head/card/tags": fixture.list("models/m/README.md#/tags", ["translation"])})
}

test_a_task_of_results_is_stated if {
	fields.task_names == {"automatic-speech-recognition"} with input as fixture.edit({"/head/card/task": fixture.no_text, "/head/card/model_index/0/results/0/task/value": "automatic-speech-recognition"})
}

test_place_of_what_is_lacking if {
	fields.at("task") == "models/m/README.md#/pipeline_tag" with input as fixture.edit({"/head/card/keys": [fixture.key("pipeline_tag", true)]})
	fields.at("task") == "models/m/README.md#/pipeline-tag" with input as fixture.edit({"/head/card/keys": [fixture.key("pipeline-tag", false)]})
	fields.at("task") == "models/m/README.md#" with input as fixture.edit({"/head/card/keys": []})
}

test_stated if {
	every name in ["task", "license", "contact", "version"] { fields.stated(name) with input as fixture.model }
	fields.stated("team") with input as fixture.edit({"/head/card/keys": [fixture.key("team", false)]})
	not fields.stated("team") with input as fixture.edit({"/head/card/keys": [fixture.key("team", true)]})
	not fields.stated("team") with input as fixture.model
	fields.stated("contact") with input as fixture.edit({"/head/card/contacts": [], "/head/card/sections": [fixture.section("contact", "Contact", "filled")]})
	not fields.stated("contact") with input as fixture.edit({"/head/card/contacts": []})
	not fields.stated("license") with input as fixture.edit(object.union(fixture.unlicensed, {"/head/card/keys": []}))
}

test_a_licence_by_expression_is_stated if {
	fields.stated("license") with input as fixture.edit(object.union(fixture.unlicensed, {"/head/card/keys": [], "/head/card/license_expression": fixture.text("bom.json#/expression", "MIT")}))
}

test_title if {
	fields.title("task") == "the task (pipeline_tag)"
	fields.title("team") == `"team"`
}
