package modelgate.rules.card.claim_contradicts_evidence_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.claim_contradicts_evidence as rule

test_fires_on_a_contradiction if {
	rule.deny == {{
		"at": "models/m/README.md#/model-index/0/results/0/metrics/0/value",
		"key": "claim accuracy contracts test",
		"message": `the card states "accuracy" as "0.91", but the evaluation result is "0.853"`,
		"related": [{"at": "models/m/evaluation/metrics.json#/accuracy", "message": "the evaluation's result"}],
	}} with input as fixture.edit({"/head/card/claims/0/raw": "0.91", "/head/card/claims/0/verdict": "contradicts"})
}

test_fires_when_none_of_several_results_agrees if {
	some finding in rule.deny with input as fixture.edit({"/head/card/claims/0/verdict": "ambiguous"})
	finding.message == `the card states "accuracy" as "0.85", but no evaluation result matches; one is "0.853"`
}

test_fires_on_a_table_below_the_metadata if {
	claim := object.union(fixture.claim, {"at": "models/m/README.md#/body/tables/0/1/1", "raw": "0.99", "verdict": "contradicts"})
	rule.deny == {{
		"at": "models/m/README.md#/body/tables/0/1/1",
		"key": "claim accuracy contracts test",
		"message": `the card states "accuracy" as "0.99", but the evaluation result is "0.853"`,
		"related": [{"at": "models/m/evaluation/metrics.json#/accuracy", "message": "the evaluation's result"}],
	}} with input as fixture.edit({"/head/card/table_claims": [claim]})
	count(rule.deny) == 0 with input as fixture.edit({"/head/card/table_claims": [object.union(claim, {"verdict": "no_evidence"})]})
}

test_silent_on_agreement if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_claims if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
