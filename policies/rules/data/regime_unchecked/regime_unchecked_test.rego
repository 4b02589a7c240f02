package modelgate.rules.data.regime_unchecked_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.regime_unchecked as rule

laws := object.union(data.modelgate.regimes.items, {"acme": {"title": "Acme rules", "regions": []}})

test_fires_on_a_law_without_a_pack if {
	rule.deny == {{"at": "datacards/contracts.yaml#/regimes", "key": "regime acme", "message": `"acme" (Acme rules) is declared, but has no pack, so it is not checked`}} with input as fixture.edit_data({"/regimes": fixture.list("datacards/contracts.yaml#/regimes", ["acme", "gdpr", "hipaa"])})
		with data.modelgate.regimes.items as laws
}

test_fires_on_the_model if {
	{f.at | some f in rule.deny} == {"models/m/README.md#/regimes"} with input as fixture.edit({"/head/card/regimes": fixture.list("models/m/README.md#/regimes", ["acme"])})
		with data.modelgate.regimes.items as laws
}

test_silent_on_laws_with_a_pack if {
	rule.applies with input as fixture.edit_data({"/regimes": fixture.list("datacards/contracts.yaml#/regimes", ["hipaa"])})
	count(rule.deny) == 0 with input as fixture.edit_data({"/regimes": fixture.list("datacards/contracts.yaml#/regimes", ["hipaa", "hippa"])})
}

test_not_applicable_without_laws if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.removed
}
