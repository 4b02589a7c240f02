package modelgate.rules.data.source_undeclared_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.source_undeclared as rule

test_fires_once_for_all_missing_parts if {
	{f.message | some f in rule.deny} == {`dataset "contracts": source.kind is missing, source.name is missing, source.origin is missing`} with input as fixture.edit_data({"/source/kind": fixture.no_text, "/source/origin": fixture.no_text, "/source/name": fixture.no_text})
}

at(status, uri) := {"/source/kind": fixture.no_text, "/source/origin": fixture.no_text, "/source/name": fixture.no_text, "/source/uri": fixture.text("u", uri), "/personal_data/status/value": status}

test_a_known_host_tells_the_source_of_harmless_data if {
	count(rule.deny) == 0 with input as fixture.edit_data(at("none", "https://archive.ics.uci.edu/dataset/186/wine+quality"))
	count(rule.deny) == 0 with input as fixture.edit_data(at("none", "HF://datasets/org/name"))
	count(rule.deny) == 1 with input as fixture.edit_data(at("identifying", "hf://datasets/org/name"))
	count(rule.deny) == 1 with input as fixture.edit_data(at("none", "https://archive.ics.uci.edu.example/dataset"))
}

test_silent_when_declared if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_data_card if {
	not rule.applies with input as fixture.undescribed
	not rule.applies with input as fixture.removed
}
