package modelgate.lib.ancestry_test

import data.modelgate.lib.ancestry
import data.modelgate.lib.fixture_test as fixture

test_steps if {
	count(ancestry.steps) == 0 with input as fixture.model
	count(ancestry.inherited) == 1 with input as fixture.derived({}, {}, {})
	count(ancestry.inherited) == 0 with input as fixture.derived({}, {}, {"present": false})
	count(ancestry.personal) == 1 with input as fixture.derived({}, {}, {})
	count(ancestry.personal) == 0 with input as fixture.derived({}, {}, fixture.status("none"))
}

test_what_ends if {
	ancestry.ends(object.union(fixture.lineage_entry, fixture.ended("license")), "license")
	not ancestry.ends(object.union(fixture.lineage_entry, fixture.ended("license")), "purposes")
	not ancestry.ends(object.union(object.union(fixture.lineage_entry, fixture.ended("license")), {"evidence_ref": fixture.lacks("e")}), "license")
}

test_key if {
	ancestry.key(fixture.origin({}, {}, {})) == "contracts from parent"
}
