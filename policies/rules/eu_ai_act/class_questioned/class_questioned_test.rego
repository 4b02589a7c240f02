package modelgate.rules.eu_ai_act.class_questioned_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.eu_ai_act.class_questioned as rule

model(class, tags, changes) := json.patch(fixture.edit(object.union({"/head/card/risk_class": fixture.text("models/m/README.md#/modelgate/risk_class", class), "/head/card/regime_tags": [fixture.tag(name, ["x"]) | some name in tags]}, changes)), [{"op": "replace", "path": "/laws", "value": [{"at": "models/m/README.md#/modelgate/regimes", "regime": "eu_ai_act", "card": "models/m/README.md"}]}])

objective := {"/head/card/business/objective": fixture.text("models/m/README.md#/modelgate/business/objective", "Rank candidates for hiring.")}

purpose := {"/head/datasets/0/card/purposes": [object.union(fixture.purpose("retention"), {"text": fixture.text("datacards/contracts.yaml#/purposes/0/text", "Credit scoring of customers")})]}

test_fires_on_an_objective if {
	{f.message | some f in rule.deny} == {`risk class "minimal", but business.objective is in point "employment" of Annex III: "Rank candidates for hiring."`} with input as model("minimal", [], objective)
}

test_fires_on_a_purpose if {
	{f.key | some f in rule.deny} == {"annex iii essential-services"} with input as model("limited", [], purpose)
}

test_silent_at_high_risk_with_an_exemption_and_elsewhere if {
	rule.applies with input as model("minimal", [], {})
	count(rule.deny) == 0 with input as model("minimal", [], {})
	count(rule.deny) == 0 with input as model("high", [], objective)
	count(rule.deny) == 0 with input as model("minimal", ["eu_ai_act.exemption"], objective)
}

test_not_applicable_out_of_the_law if {
	not rule.applies with input as fixture.edit(object.union({"/head/card/risk_class": fixture.text("models/m/README.md#/modelgate/risk_class", "minimal")}, objective))
	count(rule.deny) == 0 with input as fixture.edit(object.union({"/head/card/risk_class": fixture.text("models/m/README.md#/modelgate/risk_class", "minimal")}, objective))
	not rule.applies with input as fixture.removed
}
