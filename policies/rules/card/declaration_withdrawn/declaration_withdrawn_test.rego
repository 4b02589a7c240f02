package modelgate.rules.card.declaration_withdrawn_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.declaration_withdrawn as rule

withdrawn := fixture.edit({"/base/card/risk_class": {"at": "a#", "present": true, "value": "high"}, "/head/card/risk_class": {"at": "models/m/README.md#/risk_class", "present": false, "value": ""}})

test_fires if {
	rule.deny == {{"at": "models/m/README.md#/risk_class", "key": "risk class", "message": `the risk class "high" is withdrawn`}} with input as withdrawn
	rule.applies with input as withdrawn
}

test_silent_where_nothing_is_withdrawn if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_a_base if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
