package modelgate.rules.data.gdpr_out_of_scope_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.gdpr_out_of_scope as rule

card := "datacards/contracts.yaml#"

abroad := {
	"/data_subject_regions": fixture.list(sprintf("%s/data_subject_regions", [card]), ["US"]),
	"/storage": [fixture.storage("US")],
}

messages := {finding.message | some finding in rule.deny}

test_fires_abroad if {
	rule.deny == {{
		"at": "datacards/contracts.yaml#/data_subject_regions",
		"message": `dataset "contracts": the rules of the GDPR do not run, because its people are in US; no law is declared`,
	}} with input as fixture.edit_data(abroad)
}

test_names_declared_laws if {
	messages == {`dataset "contracts": the rules of the GDPR do not run, because its people are in US; declared: hipaa`} with input as fixture.edit_data(object.union(abroad, {"/regimes": fixture.list(sprintf("%s/regimes", [card]), ["hipaa"])}))
}

test_names_laws_that_are_checked if {
	rule._shown("gdpr") == "gdpr"
}

# The configuration may declare a law for a card that leaves the place open.
test_names_no_place_that_is_not_declared if {
	messages == {`dataset "contracts": the rules of the GDPR do not run, because its people are in a place that other declared laws cover; declared: hipaa`} with input as object.union(
		fixture.edit_data({"/data_subject_regions": fixture.lacks_list(sprintf("%s/data_subject_regions", [card]))}),
		{"config": object.union(fixture.config, {"regimes": [{"at": ".modelgate/config.yaml#/regimes/0/name", "card": "datacards/contracts.yaml", "name": "hipaa"}]})},
	)
}

test_silent_where_the_law_is_missing if {
	hipaa := {"/regimes": fixture.list(sprintf("%s/regimes", [card]), ["hipaa"])}
	count(rule.deny) == 0 with input as fixture.edit_data(hipaa)
	count(rule.deny) == 0 with input as fixture.edit_data(object.union(hipaa, {"/data_subject_regions": fixture.lacks_list(sprintf("%s/data_subject_regions", [card]))}))
}

# What is stored in the Union needs a controller whose country is known.
test_silent_while_the_controller_is_unknown if {
	count(rule.deny) == 0 with input as fixture.edit_data(object.union(abroad, {"/storage": [fixture.storage("IE")]}))
	count(rule.deny) == 1 with input as fixture.edit_data(object.union(abroad, {
		"/storage": [fixture.storage("IE")],
		"/controller/country": fixture.text(sprintf("%s/controller/country", [card]), "US"),
	}))
}

test_silent_in_the_union if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
	count(rule.deny) == 0 with input as fixture.edit_data({"/data_subject_regions": fixture.lacks_list(sprintf("%s/data_subject_regions", [card]))})
	count(rule.deny) == 0 with input as fixture.edit_data({"/data_subject_regions": fixture.list(sprintf("%s/data_subject_regions", [card]), ["US", "RE"])})
}

test_not_applicable_without_personal_data if {
	not rule.applies with input as fixture.unpersonal
	not rule.applies with input as fixture.removed
}

test_names_laws_without_a_pack if {
	messages == {`dataset "contracts": the rules of the GDPR do not run, because its people are in US; declared: acme (not checked)`} with input as fixture.edit_data(object.union(abroad, {"/regimes": fixture.list(sprintf("%s/regimes", [card]), ["acme"])}))
}

test_names_implied_laws if {
	messages == {`dataset "contracts": the rules of the GDPR do not run, because its people are in BR; implied, but not declared and not checked: lgpd`} with input as fixture.edit_data(object.union(abroad, {"/data_subject_regions": fixture.list(sprintf("%s/data_subject_regions", [card]), ["BR"])}))
}
