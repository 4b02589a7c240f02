package modelgate.rules.card.template_leftover_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.template_leftover as rule

left(comment, text) := fixture.edit({"/head/card/template_text": [{"at": "models/m/README.md#/body/paragraphs/3", "text": text, "comment": comment, "owed": false, "inline": false, "section": "Uses"}]})

test_fires_on_text_that_was_left if {
	rule.deny == {{
		"at": "models/m/README.md#/body/paragraphs/3",
		"key": "section Uses: More information needed",
		"message": `template text "More information needed" is still in section "Uses"`,
		"suggestion": {"remove": "More information needed"},
	}} with input as left(false, "More information needed")
}

test_fires_on_the_comment_of_an_added_section if {
	{f.message | some f in rule.deny} == {`the comment "modelgate: write this section" is still in section "Uses"`} with input as left(true, "modelgate: write this section")
}

test_fires_on_the_announcement_of_a_text if {
	rule.deny == {{
		"at": "models/m/README.md#/body/paragraphs/3",
		"key": "section Uses: Ann to write this",
		"message": `section "Uses" begins with the placeholder "Ann to write this"`,
	}} with input as json.patch(left(false, "Ann to write this"), [{"op": "replace", "path": "/head/card/template_text/0/owed", "value": true}])
}

test_fires_on_what_is_left_within_a_text if {
	rule.deny == {{
		"at": "models/m/README.md#/body/paragraphs/3",
		"key": "section Uses: (TODO: ask Ann)",
		"message": `section "Uses" still contains "(TODO: ask Ann)"`,
	}} with input as json.patch(left(false, "(TODO: ask Ann)"), [{"op": "replace", "path": "/head/card/template_text/0/inline", "value": true}])
}

test_silent_on_a_card_without if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
