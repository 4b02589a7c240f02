package modelgate.rules.gdpr.lineage_retention_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.lineage_retention as rule

messages(entry, child, parent) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.derived(entry, child, parent)
}

text(tag, value) := fixture.text(sprintf("datacards/contracts.yaml#/%s", [tag]), value)

retention(changes) := {"retention": object.union(fixture.data_card.retention, changes)}

open(days, action) := retention({"ends": "", "starts": text("s", "contract-end"), "start_date": fixture.lacks("d"), "period": text("p", sprintf("P%dD", [days])), "days": days, "action": text("a", action)})

test_fires_on_a_later_end if {
	messages({}, retention({"ends": "2030-06-30"}), {}) == {`dataset "contracts" is kept until 2030-06-30, but its source "parent" only until 2028-06-30`}
}

test_fires_on_a_longer_period if {
	messages({}, open(800, "erase"), open(700, "erase")) == {`dataset "contracts" is kept for P800D from contract-end, but "parent", from which it is made, for P700D`}
}

test_fires_where_the_source_is_erased if {
	messages({}, open(10, "erase"), retention({"ends": "2026-01-01"})) == {`dataset "contracts" has no end of retention, but "parent", from which it is made, was to be erased on 2026-01-01`}
	messages({}, open(700, "archive"), open(700, "erase")) == {`dataset "contracts" has the retention action "archive", but "parent", from which it is made, is erased`}
}

test_silent_where_it_ends_with_its_source if {
	rule.applies with input as fixture.derived({}, {}, {})
	messages({}, {}, {}) == set()
	messages({}, open(600, "erase"), open(700, "erase")) == set()
	messages(fixture.ended("retention"), retention({"ends": "2030-06-30"}), {}) == set()
	messages({}, retention({"ends": "2030-06-30", "hold_ref": text("h", "hold:1")}), {}) == set()
}

test_not_applicable_without_lineage if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.removed
}
