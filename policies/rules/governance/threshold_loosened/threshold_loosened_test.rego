package modelgate.rules.governance.threshold_loosened_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.threshold_loosened as rule

edited(kind, before, after) := fixture.ruled([fixture.rule_edit(kind, "accuracy", before, after)])

test_fires_when_loosened if {
	rule.deny == {{
		"at": ".modelgate/thresholds.yaml#/thresholds/0",
		"key": "accuracy min 0.70",
		"message": `threshold "accuracy" was loosened from "min 0.80" to "min 0.70"`,
	}} with input as edited("threshold_loosened", "min 0.80", "min 0.70")
}

test_fires_when_removed if {
	{f.message | some f in rule.deny} == {`threshold "accuracy" is removed: "min 0.80"`} with input as edited("threshold_removed", "min 0.80", "")
}

test_silent_when_tightened if {
	rule.applies with input as edited("threshold_tightened", "min 0.80", "min 0.85")
	count(rule.deny) == 0 with input as edited("threshold_tightened", "min 0.80", "min 0.85")
}

test_not_applicable_without_edits if {
	not rule.applies with input as fixture.absent
}
