package modelgate.rules.card.text_incomplete_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.text_incomplete as rule

gap(kind, text) := {"at": "models/m/README.md#/sections/use", "kind": kind, "text": text}

card(gaps) := fixture.edit({"/head/card/gaps": gaps})

test_fires if {
	{f.message | some f in rule.deny} == {
		`the text refers to section "Prompt format", which the card does not have`,
		`nothing follows "The following results:"`,
		`the text refers to [5], which the list of references does not have`,
		`number 2 of the numbered list or headings is missing`,
	} with input as card([gap("section", "Prompt format"), gap("list", "The following results:"), gap("entry", "[5]"), gap("step", "2"), gap("import", "np")])
}

test_silent_on_code if not rule.applies with input as card([gap("quotes", "“")])

test_applies if rule.applies with input as card([gap("list", "x")])

test_not_applicable if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
