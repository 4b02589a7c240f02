package modelgate.rules.gdpr.status_contradicted_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.status_contradicted as rule

said(status, changes) := {[f.at, f.key, f.message] | some f in found} if {
	found := rule.deny with input as fixture.edit_data(object.union(bare, object.union({"/personal_data/status/value": status}, changes)))
}

bare := {"/pseudonymisation/present": false, "/data_subjects": fixture.no_list, "/legal_basis": [], "/source/origin": fixture.no_text}

test_fires_on_each_sign if {
	said("anonymised", {"/special_categories": fixture.list("datacards/contracts.yaml#/special_categories", ["health"])}) == {
		["datacards/contracts.yaml#/fields/0/pii", "field contract_key", `dataset "contracts" is declared as "anonymised", but its field "contract_key" is personal data`],
		["datacards/contracts.yaml#/personal_data/categories/0", "category contract history", `dataset "contracts" is declared as "anonymised", but its card lists personal data "contract history"`],
		["datacards/contracts.yaml#/special_categories/0", "special category health", `dataset "contracts" is declared as "anonymised", but its card lists the special category "health"`],
	}
}

test_silent_on_fields_that_are_not_personal if {
	rule_input := fixture.edit_data(object.union(bare, {"/personal_data/status/value": "none", "/personal_data/categories": fixture.no_list, "/fields": [fixture.field("calls", false)]}))
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

impersonal(status, changes) := fixture.edit_data(object.union(
	object.union(bare, {"/personal_data/status/value": status, "/personal_data/categories": fixture.no_list, "/fields": []}),
	changes,
))

keys(document) := {finding.key | some finding in found} if {
	found := rule.deny with input as document
}

test_fires_on_duties if {
	keys(impersonal("anonymised", {})) == set()
	keys(impersonal("anonymised", {"/pseudonymisation/present": true})) == {"pseudonymisation"}
	keys(impersonal("synthetic", {"/art9_conditions": [fixture.condition("vital-interests")]})) == {"condition vital-interests"}
	keys(impersonal("none", {"/criminal_data/included/value": true})) == {"criminal_data"}
	keys(impersonal("none", {"/fields": [object.union(fixture.field("x", false), {"category": fixture.text("c", "health")})]})) == {"field x category"}
}

test_fires_on_people_where_there_are_none if {
	people := {
		"/data_subjects": fixture.list("d", ["customers"]), "/legal_basis": [fixture.basis("contract", ["a"])],
		"/children/included/value": "yes", "/source/origin": fixture.text("o", "data-subject"),
	}
	keys(impersonal("none", people)) == {"data subject customers", "basis contract for a", "children", "origin"}
	keys(impersonal("anonymised", people)) == set()
}
