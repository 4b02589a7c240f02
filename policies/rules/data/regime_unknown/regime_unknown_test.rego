package modelgate.rules.data.regime_unknown_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.regime_unknown as rule

regimes(names) := fixture.edit_data({"/regimes": fixture.list("datacards/contracts.yaml#/regimes", names)})

test_fires_on_a_misspelling if {
	rule.deny == {{
		"at": "datacards/contracts.yaml#/regimes/1",
		"key": "regime gpdr",
		"message": `dataset "contracts": regimes contains "gpdr", which is not one of ccpa, colorado, eu_ai_act, gdpr, hipaa, lgpd, pipl, uk_gdpr, us_28cfr202`,
	}} with input as regimes(["gdpr", "gpdr"])
}

test_fires_on_the_configuration if {
	{finding.at | some finding in rule.deny} == {".modelgate/config.yaml#/regimes/0/name"} with input as object.union(fixture.model, {"config": object.union(fixture.config, {"regimes": [{"at": ".modelgate/config.yaml#/regimes/0/name", "card": "datacards/contracts.yaml", "name": "dsgvo"}]})})
}

test_silent_on_known_laws if {
	rule.applies with input as regimes(["gdpr", "hipaa"])
	count(rule.deny) == 0 with input as regimes(["gdpr", "hipaa"])
}

test_not_applicable_without_regimes if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.removed
}
