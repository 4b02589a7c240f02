package modelgate.rules.data.cards_disagree_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.cards_disagree as rule

_conflict := {
	"field": "license", "at": "data/contracts/README.md#/license", "value": "mit",
	"other_at": "datacards/contracts.yaml#/license", "other_value": "other",
}

_two(conflicts) := fixture.edit({"/head/datasets/0/disagreements": conflicts})

test_fires_on_a_contradiction if {
	rule.deny == {{
		"at": "data/contracts/README.md#/license",
		"key": "dataset contracts on license",
		"message": `dataset "contracts": the descriptions disagree on license: "mit" here, "other" in datacards/contracts.yaml`,
		"related": [{"at": "datacards/contracts.yaml#/license", "message": "the other description"}],
	}} with input as _two([_conflict])
}

test_silent_where_they_agree if {
	rule.applies with input as _two([])
	count(rule.deny) == 0 with input as _two([])
}

test_not_applicable_without_data_card if {
	not rule.applies with input as fixture.undescribed
}
