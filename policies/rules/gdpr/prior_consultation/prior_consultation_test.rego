package modelgate.rules.gdpr.prior_consultation_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.prior_consultation as rule

leaving(risk) := fixture.edit_data({"/dpia/residual_risk": fixture.text("datacards/contracts.yaml#/dpia/residual_risk", risk)})

test_fires_on_high_risk if {
	rule.deny == {{"at": "datacards/contracts.yaml#/dpia/residual_risk", "message": `dataset "contracts": its impact assessment leaves a high risk`}} with input as leaving("high")
}

test_silent_on_low_risk if {
	rule.applies with input as leaving("low")
	count(rule.deny) == 0 with input as leaving("low")
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_personal_data if {
	not rule.applies with input as fixture.unpersonal
	not rule.applies with input as fixture.removed
}
