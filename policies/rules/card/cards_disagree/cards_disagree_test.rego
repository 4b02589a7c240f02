package modelgate.rules.card.cards_disagree_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.cards_disagree as rule

two(conflicts) := fixture.edit({"/head/all_cards": [fixture.card, fixture.card], "/head/disagreements": conflicts})

test_fires_on_a_contradiction if {
	rule.deny == {{
		"at": "models/m/README.md#/license",
		"key": "cards on license",
		"message": `the cards disagree on license: "mit" here, "Apache-2.0" in models/m/bom.json`,
		"related": [{"at": "models/m/bom.json#/components/0/licenses/0", "message": "the other card"}],
	}} with input as two([{"field": "license", "at": "models/m/README.md#/license", "value": "mit", "other_at": "models/m/bom.json#/components/0/licenses/0", "other_value": "Apache-2.0"}])
}

test_silent_when_they_agree if {
	rule.applies with input as two([])
	count(rule.deny) == 0 with input as two([])
}

test_not_applicable_with_one_card if {
	not rule.applies with input as fixture.model
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
