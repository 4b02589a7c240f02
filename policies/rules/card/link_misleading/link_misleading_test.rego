package modelgate.rules.card.link_misleading_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.link_misleading as rule

at := "models/m/README.md#/body/flaws/0"

flawed(kind) := fixture.edit({
	"/head/card/links": [fixture.link("https://b.org", "unknown")],
	"/head/card/flaws": [{"at": at, "kind": kind, "text": "https://a.org", "meant": "https://b.org", "cells": 0, "columns": 0}],
})

test_fires_on_another_address if {
	rule.deny == {{"at": at, "key": "link https://a.org", "message": `the link shows "https://a.org", but leads to "https://b.org"`}} with input as flawed("link_text_differs")
}

test_silent_on_other_flaws if {
	rule.applies with input as flawed("mojibake")
	count(rule.deny) == 0 with input as flawed("mojibake")
}

test_not_applicable_without_links if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
