package modelgate.rules.card.path_personal_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.path_personal as rule

test_fires if {
	rule.deny == {{"at": "models/m/README.md#/sections/use", "key": "path /home/migel/x", "message": `path "/home/migel/x" is on the machine of one person`}} with input as fixture.edit({"/head/card/local_paths": [fixture.text("models/m/README.md#/sections/use", "/home/migel/x")]})
}

test_silent_when_all_is_well if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
