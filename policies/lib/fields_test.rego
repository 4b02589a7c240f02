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
