package modelgate.rules.data.regime_undeclared_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.regime_undeclared as rule

tags(names) := [fixture.tag(name, ["x"]) | some name in names]

test_fires_on_tags_of_another_law if {
	rule.deny == {{"at": "datacards/contracts.yaml#/regimes", "key": `regime hipaa of dataset "contracts"`, "message": `dataset "contracts" has tags of "hipaa", which is not declared, so they are not checked`}} with input as fixture.edit_data({"/regime_tags": tags(["hipaa.status", "hipaa.role"])})
}

test_fires_on_the_model if {
	rule.applies with input as fixture.edit({"/head/card/regime_tags": tags(["colorado.role"])})
	{f.message | some f in rule.deny} == {`the model has tags of "colorado", which is not declared, so they are not checked`} with input as fixture.edit({"/head/card/regime_tags": tags(["colorado.role"])})
}

test_silent_where_it_is_declared if {
	count(rule.deny) == 0 with input as fixture.edit_data({"/regime_tags": tags(["hipaa.status"]), "/regimes": fixture.list("datacards/contracts.yaml#/regimes", ["gdpr", "hipaa"])})
	count(rule.deny) == 0 with input as fixture.edit({"/head/card/regime_tags": tags(["colorado.role"]), "/head/card/regimes": fixture.list("models/m/README.md#/modelgate/regimes", ["colorado"])})
}

test_not_applicable_without_tags if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.removed
}
