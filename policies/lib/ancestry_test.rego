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

# A step from one card to another, which may end something.
_step(child, parent, ends) := {
	"child": {"path": child},
	"parent": {"path": parent, "present": true},
	"entry": {
		"transformation": {"present": true},
		"evidence_ref": {"present": true},
		"ends": {"items": [{"value": end} | some end in ends]},
	},
}

_from(steps) := {card.path | some card in ancestry.passing({"card": {"path": "a"}, "origins": steps}, "personal-data")}

test_passing_follows_the_steps_that_end_nothing if {
	_from([]) == set()
	_from([_step("a", "b", []), _step("b", "c", [])]) == {"b", "c"}
	_from([_step("a", "b", ["personal-data"]), _step("b", "c", [])]) == set()
	_from([_step("a", "b", []), _step("b", "c", ["personal-data"]), _step("c", "d", [])]) == {"b"}
	_from([_step("a", "b", ["license"]), _step("a", "c", ["personal-data"]), _step("b", "d", []), _step("c", "d", [])]) == {"b", "d"}
}

test_passing_ends_in_a_cycle if {
	_from([_step("a", "b", []), _step("b", "a", [])]) == {"b"}
}
