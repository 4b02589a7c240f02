package modelgate.rules.data.date_impossible_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.date_impossible as rule

messages(changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit_data(changes)
}

at(tag) := sprintf("datacards/contracts.yaml#/%s", [tag])

text(tag, value) := fixture.text(at(tag), value)

test_fires_on_impossible_dates if {
	messages({"/source/collected_from": text("f", "2026-06-01"), "/source/collected_to": text("t", "2026-01-01")}) == {`dataset "contracts": source.collected_to is 2026-01-01, before source.collected_from 2026-06-01`}
	messages({"/source/collected_to": text("t", "2031-01-01")}) == {`dataset "contracts": source.collected_to is 2031-01-01, which is in the future`}
	count(messages({"/dpia/date": text("t", "2030-01-01")})) == 1
	messages({"/dpia/date": text("t", "1970-01-01")}) == {`dataset "contracts": dpia.date is 1970-01-01, before Directive 95/46/EC of 24 October 1995`}
	count(messages({"/dpia/date": text("t", "1995-10-23")})) == 1
}

test_silent_on_possible_dates if {
	messages({"/source/collected_from": text("f", "2026-06-01"), "/source/collected_to": text("t", "2026-06-01"), "/dpia/date": text("t", "2026-11-15")}) == set()
	messages({"/dpia/date": text("t", "1995-10-24")}) == set()
}

test_applies_to_good_data if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_data_card if {
	not rule.applies with input as fixture.undescribed
	not rule.applies with input as fixture.removed
}
