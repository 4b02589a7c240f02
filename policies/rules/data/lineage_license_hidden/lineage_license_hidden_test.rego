package modelgate.rules.data.lineage_license_hidden_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.lineage_license_hidden as rule

messages(steps) := {f.message | some f in found} if {
	found := rule.deny with input as json.patch(fixture.model, [{"op": "replace", "path": "/head/datasets/0/origins", "value": steps}])
}

# A step between two cards, which are told by a name and a license.
step(entry, child, parent) := fixture.origin(entry, card(child), card(parent))

card([name, license]) := {"name": fixture.text(at(name, "name"), name), "path": sprintf("datacards/%s.yaml", [name]), "license": license_of(name, license), "present": true}

license_of(name, "") := fixture.lacks(at(name, "license"))

license_of(name, license) := fixture.text(at(name, "license"), license) if license != ""

at(name, tag) := sprintf("datacards/%s.yaml#/%s", [name, tag])

source := ["reviews", "cc-by-nc-4.0"]

middle := ["cleaned", "other"]

own := ["set", "mit"]

test_fires_on_a_limit_behind_a_license_that_tells_nothing if {
	messages([step({}, own, middle), step({}, middle, source)]) == {`dataset "set" has the license "mit", but it is made from "reviews" through "cleaned", which has the license "other", and the license "cc-by-nc-4.0" of "reviews" allows no commercial use`}
	messages([step({}, own, ["cleaned", ""]), step({}, ["cleaned", ""], source)]) == {`dataset "set" has the license "mit", but it is made from "reviews" through "cleaned", which has no license, and the license "cc-by-nc-4.0" of "reviews" allows no commercial use`}
	count(messages([step({}, own, middle), step({}, middle, ["again", "own terms"]), step({}, ["again", "own terms"], ["reviews", "cc-by-nd-4.0"])])) == 1
}

test_fires_once_for_each_source if {
	count(messages([step({}, own, middle), step({}, middle, source), step({}, middle, ["photos", "cc-by-nd-4.0"])])) == 2
}

test_silent_where_the_limits_are_kept if {
	messages([step({}, ["set", "cc-by-nc-4.0"], middle), step({}, middle, source)]) == set()
	messages([step({}, own, middle), step({}, middle, ["reviews", "mit"])]) == set()
	messages([step({}, middle, source)]) == set()
	messages([step({}, ["set", "other"], middle), step({}, middle, source)]) == set()
}

test_silent_where_a_step_ends_them if {
	messages([step({}, own, middle), step(fixture.ended("license"), middle, source)]) == set()
	messages([step(fixture.ended("license"), own, middle), step({}, middle, source)]) == set()
	count(messages([step({}, own, middle), step(object.union(fixture.ended("license"), {"evidence_ref": fixture.lacks("e")}), middle, source)])) == 1
}

test_silent_between_known_licenses if {
	messages([step({}, own, source)]) == set()
}

test_not_applicable_without_such_a_license if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.removed
	not rule.applies with input as fixture.derived({}, {}, {"license": fixture.text("l", "mit")})
	rule.applies with input as fixture.derived({}, {}, {"license": fixture.text("l", "other")})
}
