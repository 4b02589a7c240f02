package modelgate.rules.card.file_missing_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.file_missing as rule

named(state) := fixture.edit({"/head/card/files": [{"at": "Kitfile#/model/path", "path": "./model.bin", "kind": "model", "state": state}]})

test_fires_on_what_is_not_there if {
	rule.deny == {{"at": "Kitfile#/model/path", "key": "file ./model.bin", "message": `the card refers to "./model.bin" (model), but the file is not in the repository`}} with input as named("no")
}

test_silent_on_what_is_there_or_not_looked_up[state] if {
	some state in ["yes", "outside", "unknown"]
	rule.applies with input as named(state)
	count(rule.deny) == 0 with input as named(state)
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
