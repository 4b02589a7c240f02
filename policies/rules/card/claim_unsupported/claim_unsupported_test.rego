package modelgate.rules.card.claim_unsupported_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.claim_unsupported as rule

boasting(sentences) := fixture.edit({"/head/card/boasts": [fixture.text("models/m/README.md#/sections/m", s) | some s in sentences]})

test_fires if {
	rule.applies with input as boasting(["It outperforms GPT-4"])
	rule.deny == {{"at": "models/m/README.md#/sections/m", "key": "claim it outperforms gpt-4", "message": `the text states "It outperforms GPT-4", but the card has no result for it`}} with input as boasting(["It outperforms GPT-4"])
}

test_fires_on_a_claim_of_compliance if {
	{f.message | some f in rule.deny} == {`the text states "It is certified GDPR compliant", but the card has no evidence of it`} with input as boasting(["It is certified GDPR compliant"])
}

test_silent_without_one if count(rule.deny) == 0 with input as boasting([])

test_not_applicable if {
	not rule.applies with input as boasting([])
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
