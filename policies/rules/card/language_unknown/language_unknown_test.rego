package modelgate.rules.card.language_unknown_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.language_unknown as rule

messages(values) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit({"/head/card/languages": fixture.list("models/m/README.md#/language", values)})
}

test_fires_and_advises if {
	messages(["zh_CN", "English", "klingonish"]) == {
		`language "zh_CN" is not an ISO 639 code; write "zh"`,
		`language "English" is not an ISO 639 code; write "en"`,
		`language "klingonish" is not an ISO 639 code`,
	}
}

test_fires_at_the_item if {
	{f.at | some f in rule.deny} == {"models/m/README.md#/language/1"} with input as fixture.edit({"/head/card/languages": fixture.list("models/m/README.md#/language", ["en", "c++"])})
}

test_silent_on_codes if {
	rule.applies with input as fixture.model
	messages(["no", "gsw", "multilingual", "code"]) == set()
}

test_silent_without_languages if {
	count(rule.deny) == 0 with input as fixture.edit({"/head/card/languages": fixture.no_list})
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
