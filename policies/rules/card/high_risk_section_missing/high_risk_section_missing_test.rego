package modelgate.rules.card.high_risk_section_missing_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.high_risk_section_missing as rule

risky(class, sections) := fixture.edit({"/head/card/risk_class": fixture.text("models/m/README.md#/risk_class", class), "/head/card/sections": sections})

test_fires_without_the_sections if {
	{f.message | some f in rule.deny} == {
		`the risk class is "high-risk", and section "Explainability" is missing`,
		`the risk class is "high-risk", and section "Human oversight" is missing`,
	} with input as risky("high-risk", [])
}

test_fires_on_an_empty_section if {
	rule.deny == {{
		"at": "models/m/README.md#/sections/explainability",
		"key": "explainability",
		"message": `the risk class is "High", and section "Explainability" is empty`,
		"related": [{"at": "models/m/README.md#/risk_class", "message": "the risk class"}],
	}} with input as risky("High", [fixture.section("explainability", "How it decides", "empty"), fixture.section("human_oversight", "Oversight", "filled")])
}

test_silent_when_both_are_written if {
	document := risky("high", [fixture.section("explainability", "How it decides", "filled"), fixture.section("human_oversight", "Oversight", "not_applicable")])
	rule.applies with input as document
	count(rule.deny) == 0 with input as document
}

test_not_applicable_to_others[class] if {
	some class in ["", "limited", "minimal"]
	not rule.applies with input as risky(class, [])
	count(rule.deny) == 0 with input as risky(class, [])
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
