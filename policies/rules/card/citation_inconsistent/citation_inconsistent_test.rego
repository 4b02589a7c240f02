package modelgate.rules.card.citation_inconsistent_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.citation_inconsistent as rule

cites(papers) := fixture.edit({"/head/card/citations": [{"at": "models/m/README.md#/sections/citation", "key": "m", "papers": papers}]})

test_fires if {
	rule.deny == {{"at": "models/m/README.md#/sections/citation", "key": "citation m", "message": `citation "m" names different papers: arXiv 1910.13461 and 1810.04805`}} with input as cites(["1910.13461", "1810.04805"])
}

gap(kind) := fixture.edit({"/head/card/gaps": [{"at": "models/m/README.md#/sections/citation", "kind": kind, "text": "m"}]})

test_fires_on_a_brace if {
	{f.message | some f in rule.deny} == {`citation "m" is not valid BibTeX: check its braces and commas`} with input as gap("brace")
	rule.applies with input as gap("brace")
}

test_silent_on_other_gaps if count(rule.deny) == 0 with input as gap("name")

test_silent_on_one_paper if {
	rule.applies with input as cites(["1910.13461"])
	count(rule.deny) == 0 with input as cites(["1910.13461"])
}

test_not_applicable if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
