package modelgate.lib.labels_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.lib.labels

test_a_declared_label_is_found if {
	labels.of("cost_center").value == "4711" with input as fixture.labelled([fixture.label("cost_center", "text", "4711")], [])
}
