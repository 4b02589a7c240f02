package modelgate.rules.gdpr.pseudonymisation_unproven_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.pseudonymisation_unproven as rule

test_fires_without_separation if {
	{f.message | some f in rule.deny} == {`dataset "contracts" is declared as pseudonymised, but pseudonymisation.separation_ref is missing`} with input as fixture.edit_data({"/pseudonymisation/separation_ref": fixture.no_text})
}

test_fires_without_technique if {
	{f.key | some f in rule.deny} == {"technique"} with input as fixture.edit_data({"/pseudonymisation/technique": fixture.no_text})
}

test_silent_when_proven if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_to_other_data if {
	not rule.applies with input as fixture.unpersonal
	not rule.applies with input as fixture.removed
}
