package modelgate.rules.data.regime_unknown_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.regime_unknown as rule

regimes(names) := fixture.edit_data({"/regimes": fixture.list("datacards/contracts.yaml#/regimes", names)})

test_fires_on_a_misspelling if {
	rule.deny == {{
		"at": "datacards/contracts.yaml#/regimes/1",
		"key": "regime gpdr",
		"message": `dataset "contracts": unknown law "gpdr" in regimes; did you mean "gdpr"? Valid laws: ccpa, colorado, eu_ai_act, gdpr, hipaa, iso_42001, lgpd, nist_ai_rmf, pipl, uk_gdpr, us_28cfr202`,
	}} with input as regimes(["gdpr", "gpdr"])
}

test_fires_on_the_configuration if {
	{finding.at | some finding in rule.deny} == {".modelgate/config.yaml#/regimes/0/name"} with input as object.union(fixture.model, {"config": object.union(fixture.config, {"regimes": [{"at": ".modelgate/config.yaml#/regimes/0/name", "card": "datacards/contracts.yaml", "name": "dsgvo"}]})})
}

test_says_what_was_meant if {
	{split(f.message, ":")[1] | some f in rule.deny} == {sprintf(` unknown law %q in regimes; %s`, pair) |
		some pair in [["HIPAA", `did you mean "hipaa"? Valid laws`], ["hipaaa", `did you mean "hipaa"? Valid laws`], ["hippa", `did you mean "hipaa"? Valid laws`], ["uk-gdpr", `did you mean "uk_gdpr"? Valid laws`], ["ai_act", `did you mean "eu_ai_act"? Valid laws`], ["hipa", `did you mean "hipaa"? Valid laws`], ["dsgvo", "valid laws"]]
	} with input as regimes(["HIPAA", "hipaaa", "hippa", "uk-gdpr", "ai_act", "hipa", "dsgvo", "5"])
}

test_fires_on_a_model_card if {
	{f.message | some f in rule.deny} == {`the model card: unknown law "eu_ai_actt" in regimes; did you mean "eu_ai_act"? Valid laws: ccpa, colorado, eu_ai_act, gdpr, hipaa, iso_42001, lgpd, nist_ai_rmf, pipl, uk_gdpr, us_28cfr202`} with input as fixture.edit({"/head/card/regimes": fixture.list("models/m/README.md#/modelgate/regimes", ["eu_ai_actt"])})
}

test_silent_on_known_laws if {
	rule.applies with input as regimes(["gdpr", "hipaa"])
	count(rule.deny) == 0 with input as regimes(["gdpr", "hipaa"])
}

test_not_applicable_without_regimes if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.removed
}
