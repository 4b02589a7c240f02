package modelgate.rules.card.eval_results_misplaced_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.eval_results_misplaced as rule

test_fires_on_the_key if {
	rule.deny == {{"at": "models/m/README.md#/eval_results#", "message": `the Hub's client cannot load this card: metadata key "eval_results" is not for the file`}} with input as fixture.edit({"/head/card/keys": [{"at": "models/m/README.md#/eval_results#", "name": "eval_results", "null": false, "empty": false, "kind": "string", "value": "accuracy 0.9"}]})
}

test_silent_on_an_empty_one if {
	count(rule.deny) == 0 with input as fixture.edit({"/head/card/keys": [{"at": "models/m/README.md#/eval_results#", "name": "eval_results", "null": false, "empty": true, "kind": "sequence", "value": ""}]})
}

test_silent_when_all_is_well if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
