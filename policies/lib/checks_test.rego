package modelgate.lib.checks_test

import data.modelgate.lib.checks
import data.modelgate.lib.fixture_test as fixture

test_subject_names_the_slice if {
	checks.subject(fixture.check) == `"accuracy"`
	checks.subject(object.union(fixture.check, {"slice": "class=fraud"})) == `"accuracy" of slice "class=fraud"`
}

test_key_tells_the_bounds_apart if {
	checks.key(fixture.check) == "accuracy min"
}

test_defined_is_the_threshold if {
	checks.defined(fixture.check) == [{"at": ".modelgate/thresholds.yaml#/thresholds/0", "message": `threshold "accuracy"`}]
}
