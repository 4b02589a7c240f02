package modelgate.lib.comparisons_test

import data.modelgate.lib.comparisons
import data.modelgate.lib.fixture_test as fixture

test_comparisons_need_a_baseline if {
	count(comparisons.all) == 1 with input as fixture.compared({})
	count(comparisons.all) == 0 with input as fixture.model
}
