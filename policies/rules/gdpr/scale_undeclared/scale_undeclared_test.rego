package modelgate.rules.gdpr.scale_undeclared_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.scale_undeclared as rule

messages(changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit_data(changes)
}

at(tag) := sprintf("datacards/contracts.yaml#/%s", [tag])

text(tag, value) := fixture.text(at(tag), value)

health := {"/special_categories": fixture.list(at("special_categories"), ["health"])}

crowd := {"/source/origin/value": "observed", "/data_subjects": fixture.list(at("data_subjects"), ["visitors"])}

test_fires_where_it_is_missing if {
	messages(object.union(health, {"/large_scale": fixture.no_flag})) == {`dataset "contracts": large_scale is missing, but Art. 35(3) depends on it`}
	count(messages(object.union(crowd, {"/large_scale": fixture.no_flag}))) == 1
}

test_silent_where_declared if {
	rule.applies with input as fixture.edit_data(health)
	messages(health) == set()
}

test_not_applicable_to_other_data if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.removed
}
