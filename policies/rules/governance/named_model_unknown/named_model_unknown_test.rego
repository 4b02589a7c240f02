package modelgate.rules.governance.named_model_unknown_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.named_model_unknown as rule

test_fires_with_the_nearest_model if {
	rule.deny == {{
		"at": ".modelgate/thresholds.yaml#/thresholds/0", "key": `threshold "a" models/chrun`,
		"message": `threshold "a" applies to "models/chrun", which matches no model; did you mean "models/churn"?`,
	}} with input as fixture.ruled([fixture.rule_edit("model_unknown", `threshold "a"`, "models/churn", "models/chrun")])
}

test_fires_where_nothing_is_near if {
	some finding in rule.deny with input as fixture.ruled([fixture.rule_edit("model_unknown", `waiver "W"`, "", ".")])
	finding.message == `waiver "W" applies to ".", which matches no model`
}

test_fires_where_a_law_applies_to_no_file if {
	some finding in rule.deny with input as fixture.ruled([fixture.rule_edit("model_unknown", `regimes "hipaa"`, "datacards/us/**", "datacards/us")])
	finding.message == `regimes "hipaa" applies to "datacards/us", which matches no file; did you mean "datacards/us/**"?`
}

test_silent_about_other_edits if {
	rule.applies with input as fixture.ruled([fixture.rule_edit("waiver_added", "W", "", "models/churn")])
	count(rule.deny) == 0 with input as fixture.ruled([fixture.rule_edit("waiver_added", "W", "", "models/churn")])
	not rule.applies with input as fixture.absent
}
