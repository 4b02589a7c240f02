package modelgate.rules.governance.waiver_added_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.waiver_added as rule

edited(kind, before, after) := fixture.ruled([fixture.rule_edit(kind, "W-1", before, after)])

test_fires_when_added if {
	rule.deny == {{
		"at": ".modelgate/thresholds.yaml#/thresholds/0",
		"key": "W-1",
		"message": `waiver "W-1" is added: "card/missing of m until 2026-12-01"`,
	}} with input as edited("waiver_added", "", "card/missing of m until 2026-12-01")
}

test_fires_when_changed if {
	{f.message | some f in rule.deny} == {`waiver "W-1" is changed from "until 2026-12-01" to "until 2027-12-01"`} with input as edited("waiver_changed", "until 2026-12-01", "until 2027-12-01")
}

test_silent_when_removed if {
	rule.applies with input as edited("waiver_removed", "", "")
	count(rule.deny) == 0 with input as edited("waiver_removed", "", "")
}

test_not_applicable_without_edits if {
	not rule.applies with input as fixture.absent
}
