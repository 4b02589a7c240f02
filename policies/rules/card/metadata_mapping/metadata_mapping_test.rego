package modelgate.rules.card.metadata_mapping_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.metadata_mapping as rule

left(mapping) := fixture.edit({"/head/card/placeholders": [{"at": "models/m/README.md#/datasets/0", "text": "common_voice", "mapping": mapping}]})

test_fires_on_a_mapping if {
	rule.deny == {{
		"at": "models/m/README.md#/datasets/0",
		"key": "mapping common_voice",
		"message": `"common_voice: …" is parsed as a mapping, but text is expected; tools drop it`,
	}} with input as left(true)
}

test_silent_on_template_text if {
	rule.applies with input as left(false)
	count(rule.deny) == 0 with input as left(false)
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
