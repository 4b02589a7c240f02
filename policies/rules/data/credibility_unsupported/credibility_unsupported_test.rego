package modelgate.rules.data.credibility_unsupported_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.credibility_unsupported as rule

messages(changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit_data(changes)
}

text(tag, value) := fixture.text(sprintf("datacards/contracts.yaml#/source/credibility/%s", [tag]), value)

test_fires_without_support if {
	messages({"/source/credibility/level": text("level", "unverified")}) == {`dataset "contracts": the source is unverified`}
	messages({"/source/credibility/level": text("level", "authoritative")}) == {`dataset "contracts": source.credibility.level is "authoritative", without a reason or ref`}
	messages({"/source/credibility/date": text("date", "2031-01-01")}) == {`dataset "contracts": source.credibility.date is 2031-01-01, which is in the future`}
}

test_silent_with_support if {
	messages({}) == set()
	messages({"/source/credibility/level": text("level", "verified"), "/source/credibility/reason": text("reason", "Compared with the register.")}) == set()
	messages({"/source/credibility/level": text("level", "authoritative"), "/source/credibility/ref": text("ref", "docs/source.md")}) == set()
	messages({"/source/credibility/level": text("level", "community"), "/source/credibility/date": text("date", "2026-01-01")}) == set()
}
