package modelgate.rules.card.list_duplicate_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.list_duplicate as rule

with_tags(values) := fixture.edit({"/head/card/tags": fixture.list("models/m/README.md#/tags", values)})

test_fires_once_on_a_value_that_appears_again if {
	rule.deny == {{
		"at": "models/m/README.md#/tags/2", "key": "tags a", "message": `"a" appears twice in tags`,
		"related": [{"at": "models/m/README.md#/tags/0", "message": "the first one"}],
	}} with input as with_tags(["a", "b", "a", "a"])
}

test_fires_on_other_lists if {
	found := rule.deny with input as fixture.edit({"/head/card/languages": fixture.list("models/m/README.md#/language", ["en", "de", "en"]), "/head/card/metrics": fixture.list("models/m/README.md#/metrics", ["f1", "f1"])})
	{f.message | some f in found} == {`"en" appears twice in language`, `"f1" appears twice in metrics`}
}

test_silent_on_different_values if {
	count(rule.deny) == 0 with input as with_tags(["a", "A", "b"])
	count(rule.deny) == 0 with input as with_tags([])
}

test_silent_when_all_is_well if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
