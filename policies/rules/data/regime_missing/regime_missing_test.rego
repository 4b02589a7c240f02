package modelgate.rules.data.regime_missing_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.regime_missing as rule

card := "datacards/contracts.yaml#"

regimes(names) := {"/regimes": fixture.list(sprintf("%s/regimes", [card]), names)}

regions(names) := {"/data_subject_regions": fixture.list(sprintf("%s/data_subject_regions", [card]), names)}

country(code) := {"/controller/country": fixture.text(sprintf("%s/controller/country", [card]), code)}

messages := {finding.message | some finding in rule.deny}

test_fires_on_subjects_in_the_union if {
	rule.deny == {{
		"at": "datacards/contracts.yaml#/regimes",
		"key": "regime gdpr",
		"message": `dataset "contracts": regimes has no "gdpr" (General Data Protection Regulation), but data_subject_regions contains "EEA"`,
		"related": [{"at": "datacards/contracts.yaml#/data_subject_regions/0", "message": "this tag implies the law"}],
	}} with input as fixture.edit_data(regimes(["hipaa"]))
}

test_fires_on_a_controller_in_the_union if {
	messages == {`dataset "contracts": regimes has no "gdpr" (General Data Protection Regulation), but controller.country is "FR"`} with input as fixture.edit_data(object.union_n([regimes(["hipaa"]), regions(["US"]), country("FR")]))
}

test_fires_on_a_processor_in_the_union if {
	messages == {`dataset "contracts": regimes has no "gdpr" (General Data Protection Regulation), but processor "Labels Ltd" is in "IE"`} with input as fixture.edit_data(object.union_n([
		regimes(["hipaa"]), regions(["US"]), country("US"),
		{"/processors": [fixture.processor("Labels Ltd", fixture.text(sprintf("%s/processors/0/country", [card]), "IE"))]},
	]))
}

test_fires_on_what_is_left_open if {
	messages == {`dataset "contracts": regimes has no "gdpr" (General Data Protection Regulation), but data_subject_regions and controller.country do not rule it out`} with input as fixture.edit_data(object.union(regimes(["hipaa"]), regions([])))
}

test_fires_on_other_laws if {
	messages == {`dataset "contracts": regimes has no "uk_gdpr" (UK GDPR), but data_subject_regions contains "GB"`} with input as fixture.edit_data(object.union(regimes(["gdpr"]), regions(["EEA", "GB"])))
}

test_silent_where_the_law_is_declared if {
	rule.applies with input as fixture.edit_data(regimes(["gdpr"]))
	count(rule.deny) == 0 with input as fixture.edit_data(regimes(["gdpr"]))
}

test_silent_where_the_configuration_declares_another if {
	by_config := object.union(fixture.edit_data(regions([])), {"config": object.union(fixture.config, {"regimes": [{"at": ".modelgate/config.yaml#/regimes/0/name", "card": "datacards/contracts.yaml", "name": "hipaa"}]})})
	rule.applies with input as by_config
	count(rule.deny) == 0 with input as by_config
}

test_not_applicable_where_none_is_declared if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.unpersonal
	not rule.applies with input as fixture.removed
}
