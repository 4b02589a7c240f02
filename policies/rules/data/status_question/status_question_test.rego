package modelgate.rules.data.status_question_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.status_question as rule

_open(changes) := fixture.edit_data(object.union({"/personal_data/status": fixture.no_text}, changes))

_asked := [fixture.question("personal_data.status", "Names were removed.")]

test_fires_on_prose if {
	rule.deny == {{
		"at": "datacards/contracts.md#/sections/privacy",
		"key": "dataset contracts Names were removed.",
		"message": `dataset "contracts": personal_data.status is not declared, but the description contains "Names were removed."`,
	}} with input as _open({"/questions": _asked, "/fields": []})
}

test_fires_on_names_of_fields[name] if {
	some name in ["email", "personal_status", "foreign_worker", "birthDate"]
	rule.deny == {{
		"at": "datacards/contracts.yaml#/fields/0/name",
		"key": "dataset contracts fields",
		"message": sprintf(`dataset "contracts": personal_data.status is not declared, but fields are named like data about people: %q`, [name]),
	}} with input as _open({"/fields": [fixture.field("row", false), fixture.field(name, false)]})
}

test_fires_on_a_marked_field if {
	count(rule.deny) == 1 with input as _open({"/fields": [fixture.field("code", true)]})
}

test_silent_on_other_fields[name] if {
	some name in ["label", "email_count", "page", "image_id"]
	count(rule.deny) == 0 with input as _open({"/fields": [fixture.field(name, false)]})
}

test_silent_once_declared if {
	rule.applies with input as fixture.edit_data({"/questions": _asked})
	count(rule.deny) == 0 with input as fixture.edit_data({"/questions": _asked, "/fields": [fixture.field("email", false)]})
}

test_not_applicable_without_data_card if {
	not rule.applies with input as fixture.undescribed
}
