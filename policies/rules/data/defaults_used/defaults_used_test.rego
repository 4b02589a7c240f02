package modelgate.rules.data.defaults_used_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.defaults_used as rule

test_names_what_is_taken if {
	{f.message | some f in rule.deny} == {`dataset "contracts": its card takes controller, storage.country from the defaults of .modelgate/data`} with input as fixture.edit_data({"/defaulted": [{"at": "a", "value": "storage.country"}, {"at": "b", "value": "controller"}]})
}

test_silent_without if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_cards if {
	not rule.applies with input as fixture.undescribed
	not rule.applies with input as fixture.removed
}
