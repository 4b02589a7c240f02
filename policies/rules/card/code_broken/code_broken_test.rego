package modelgate.rules.card.code_broken_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.code_broken as rule

gap(kind, text) := {"at": "models/m/README.md#/sections/use", "kind": kind, "text": text}

card(gaps) := fixture.edit({"/head/card/gaps": gaps})

test_fires if {
	{f.message | some f in rule.deny} == {
		`the code uses "torch", which no code of the card imports`,
		"the code has typographic quotes (= “m), which Python does not accept",
		`the code uses "texts", which no code of the card defines`,
		`"return x" is in no function, by its indentation`,
		`the code is not valid Python at "f(x": check brackets, quotes, commas and indentation`,
		`the block of code is marked as "json", but it is Python`,
	} with input as card([gap("import", "torch"), gap("name", "texts"), gap("return", "return x"), gap("quotes", "= “m"), gap("syntax", "f(x"), gap("fence", "json"), gap("list", "The following:")])
}

test_silent_on_text if not rule.applies with input as card([gap("section", "Uses")])

test_applies if rule.applies with input as card([gap("import", "x")])

test_not_applicable if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
