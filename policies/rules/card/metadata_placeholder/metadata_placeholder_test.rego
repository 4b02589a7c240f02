package modelgate.rules.card.metadata_placeholder_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.metadata_placeholder as rule

test_fires_on_template_text if {
	rule.deny == {{"at": "models/m/README.md#/license", "key": "text {license}", "message": `metadata value "{license}" is template text`}} with input as fixture.edit({"/head/card/placeholders": [{"at": "models/m/README.md#/license", "text": "{license}"}]})
}

test_fires_on_a_heading if {
	{f.message | some f in rule.deny} == {`the heading "{MODEL_NAME}" is template text`} with input as fixture.edit({"/head/card/placeholders": [{"at": "models/m/README.md#/sections/model-name", "text": "{MODEL_NAME}"}]})
}

tried(text) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit({"/head/card/widgets": [{"at": "models/m/README.md#/widget/0", "kind": "text", "text": text}]})
}

test_fires_on_an_example[text] if {
	some text in ["INSERT YOUR EXAMPLE TEXT", "Enter text here...", "Your text here", "TODO"]
	tried(text) == {sprintf("the example %q is template text", [text])}
}

test_silent_on_an_example[text] if {
	some text in ["Insert the key into the lock.", "Write a text about example sentences in German.", "My name is Sarah", "", "TODO list for Monday: write a text"]
	tried(text) == set()
}

test_silent_without if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
