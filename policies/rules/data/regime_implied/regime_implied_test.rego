package modelgate.rules.data.regime_implied_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.regime_implied as rule

regions(names) := {"/data_subject_regions": fixture.list("datacards/contracts.yaml#/data_subject_regions", names)}

test_fires_on_another_place if {
	rule.deny == {{"at": "datacards/contracts.yaml#/data_subject_regions/1", "key": "regime uk_gdpr", "message": `dataset "contracts": data_subject_regions contains "GB", which implies "uk_gdpr" (UK GDPR), but no law is declared, so it is not checked`}} with input as fixture.edit_data(regions(["EEA", "GB"]))
}

test_fires_on_a_risk_class if {
	rule.deny == {{"at": "models/m/README.md#/modelgate/risk_class", "key": "regime eu_ai_act", "message": `the risk class "high" implies "eu_ai_act" (EU AI Act), which is not declared, so it is not checked`}} with input as fixture.edit({"/head/card/risk_class": fixture.text("models/m/README.md#/modelgate/risk_class", "high")})
}

test_silent_where_laws_are_declared if {
	count(rule.deny) == 0 with input as fixture.edit_data(object.union(regions(["EEA", "GB"]), {"/regimes": fixture.list("datacards/contracts.yaml#/regimes", ["gdpr"])}))
	count(rule.deny) == 0 with input as fixture.edit({
		"/head/card/risk_class": fixture.text("models/m/README.md#/modelgate/risk_class", "high"),
		"/head/card/regimes": fixture.list("models/m/README.md#/modelgate/regimes", ["eu_ai_act"]),
	})
}

test_silent_in_the_union_and_at_low_risk if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
	rule.applies with input as fixture.edit({"/head/card/risk_class": fixture.text("models/m/README.md#/modelgate/risk_class", "minimal")})
	count(rule.deny) == 0 with input as fixture.edit({"/head/card/risk_class": fixture.text("models/m/README.md#/modelgate/risk_class", "minimal")})
}

test_not_applicable_without_personal_data if {
	not rule.applies with input as fixture.unpersonal
	not rule.applies with input as fixture.removed
	rule.applies with input as object.union(fixture.unpersonal, {"head": object.union(fixture.unpersonal.head, {"card": object.union(fixture.unpersonal.head.card, {"risk_class": fixture.text("models/m/README.md#/modelgate/risk_class", "minimal")})})})
}
