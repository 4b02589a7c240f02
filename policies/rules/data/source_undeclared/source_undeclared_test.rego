package modelgate.rules.data.source_undeclared_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.source_undeclared as rule

test_fires_for_each_missing_part if {
	found := rule.deny with input as fixture.edit_data({"/source/kind": fixture.no_text, "/source/origin": fixture.no_text, "/source/name": fixture.no_text})
	{[f.key, f.message] | some f in found} == {
		["kind", `dataset "contracts": source.kind is missing`],
		["name", `dataset "contracts": source.name is missing`],
		["origin", `dataset "contracts": source.origin is missing`],
	}
}

test_silent_when_declared if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_data_card if {
	not rule.applies with input as fixture.undescribed
	not rule.applies with input as fixture.removed
}
