package modelgate.rules.evaluation.copies_unsought_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.evaluation.copies_unsought as rule

left_out := {"/head/uncompared_results": [{"at": "models/m/metrics.json#", "path": "models/m/metrics.json", "files": 7}]}

test_fires_where_files_are_left_out if {
	rule.deny == {{
		"at": "models/m/metrics.json#",
		"key": "models/m/metrics.json",
		"message": "the results in models/m/metrics.json were not compared with 7 larger or further files, so a copy of another model's results could be among them",
	}} with input as fixture.edit(left_out)
}

test_silent_where_all_are_compared if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_results if {
	not rule.applies with input as fixture.bare
	count(rule.deny) == 0 with input as fixture.bare
}
