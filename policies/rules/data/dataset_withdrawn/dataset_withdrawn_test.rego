package modelgate.rules.data.dataset_withdrawn_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.dataset_withdrawn as rule

messages(entry, child, parent) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.derived(entry, child, parent)
}

text(tag, value) := fixture.text(sprintf("datacards/contracts.yaml#/%s", [tag]), value)

withdrawn(day) := {"withdrawn": {"at": "datacards/parent.yaml#/withdrawn", "present": true, "date": text("d", day), "reason": text("r", "Recalled."), "ref": fixture.lacks("x")}}

test_fires_on_the_dataset_itself if {
	{f.message | some f in rule.deny} == {`dataset "contracts" was withdrawn on 2026-10-01: Recalled.`} with input as fixture.edit({"/head/datasets/0/card/withdrawn": withdrawn("2026-10-01").withdrawn})
}

test_fires_on_what_it_is_made_from if {
	messages({}, {}, withdrawn("2026-10-01")) == {`dataset "contracts" is made from "parent", which was withdrawn on 2026-10-01: Recalled.`}
}

test_silent_on_a_withdrawn_dataset_that_no_model_uses if {
	count(rule.deny) == 0 with input as fixture.edit({"/head/present": false, "/head/datasets/0/card/withdrawn": withdrawn("2026-10-01").withdrawn})
}

test_fires_on_what_no_model_uses_but_is_made_from_it if {
	found := rule.deny with input as object.union(fixture.derived({}, {}, withdrawn("2026-10-01")), {"head": object.union(fixture.derived({}, {}, withdrawn("2026-10-01")).head, {"present": false})})
	count(found) == 1
}

test_an_impossible_day_puts_nothing_off if {
	count(messages({}, {}, withdrawn("2027-99-99"))) == 1
}

test_silent_before_the_day_and_where_it_ends if {
	rule.applies with input as fixture.model
	messages({}, {}, {}) == set()
	messages({}, {}, withdrawn("2027-10-01")) == set()
	messages(fixture.ended("withdrawal"), {}, withdrawn("2026-10-01")) == set()
}

test_not_applicable_without_cards if {
	not rule.applies with input as fixture.undescribed
	not rule.applies with input as fixture.removed
}
