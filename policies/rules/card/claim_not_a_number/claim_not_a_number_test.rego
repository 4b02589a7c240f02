package modelgate.rules.card.claim_not_a_number_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.claim_not_a_number as rule

test_fires_on_text if {
	rule.deny == {{
		"at": "models/m/README.md#/model-index/0/results/0/metrics/0/value",
		"key": "claim accuracy contracts test",
		"message": `the value of metric "accuracy" is "NA", not a finite number`,
	}} with input as fixture.edit({"/head/card/claims/0/raw": "NA", "/head/card/claims/0/valid": false, "/head/card/claims/0/verdict": "not_a_number"})
}

test_fires_without_a_value if {
	{f.message | some f in rule.deny} == {`metric "accuracy" has no value`} with input as fixture.edit({"/head/card/claims/0/raw": "nothing", "/head/card/claims/0/valid": false})
}

test_names_the_key_that_the_value_is_under if {
	messages := {f.message | some f in rule.deny} with input as fixture.edit({"/head/card/claims/0/raw": "nothing", "/head/card/claims/0/valid": false, "/head/card/claims/0/value_key": "values"})
	messages == {`metric "accuracy" has no value; key "values" is ignored, use "value"`}
}

test_silent_on_what_the_document_is_told_for if {
	count(rule.deny) == 0 with input as fixture.edit({"/head/card/claims/0/raw": ".nan", "/head/card/claims/0/valid": false})
}

test_silent_on_a_number if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_claims if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
