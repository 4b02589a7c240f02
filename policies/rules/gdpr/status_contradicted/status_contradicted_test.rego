package modelgate.rules.gdpr.status_contradicted_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.status_contradicted as rule

said(status, changes) := {[f.at, f.key, f.message] | some f in found} if {
	found := rule.deny with input as fixture.edit_data(object.union({"/personal_data/status/value": status}, changes))
}

test_fires_on_each_sign if {
	said("anonymised", {"/special_categories": fixture.list("datacards/contracts.yaml#/special_categories", ["health"])}) == {
		["datacards/contracts.yaml#/fields/0/pii", "field contract_key", `dataset "contracts" is said to be "anonymised", but its field "contract_key" is personal data`],
		["datacards/contracts.yaml#/personal_data/categories/0", "category contract history", `dataset "contracts" is said to be "anonymised", but its card lists personal data "contract history"`],
		["datacards/contracts.yaml#/special_categories/0", "special category health", `dataset "contracts" is said to be "anonymised", but its card lists the special category "health"`],
	}
}

test_silent_on_fields_that_are_not_personal if {
	rule_input := fixture.edit_data({"/personal_data/status/value": "none", "/personal_data/categories": fixture.no_list, "/fields": [fixture.field("calls", false)]})
	rule.applies with input as rule_input
	count(rule.deny) == 0 with input as rule_input
}

test_fires_for_none_and_synthetic if {
	every status in {"none", "synthetic"} { count(said(status, {})) == 2 }
}

test_silent_without_signs if {
	rule.applies with input as fixture.unpersonal
	count(rule.deny) == 0 with input as fixture.unpersonal
}

test_not_applicable_to_personal_data if {
	not rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
	not rule.applies with input as fixture.removed
}

test_not_applicable_to_an_unknown_status if {
	not rule.applies with input as fixture.edit_data({"/personal_data/status/value": "unknown"})
}
