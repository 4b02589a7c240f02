package modelgate.rules.card.text_garbled_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.text_garbled as rule

at := "models/m/README.md#/body/flaws/0"

flawed(kind, text, meant, place) := fixture.edit({"/head/card/flaws": [{"at": place, "kind": kind, "text": text, "meant": meant, "cells": 0, "columns": 0}]})

messages(kind, text, meant) := told if {
	told := {f.message | some f in rule.deny} with input as flawed(kind, text, meant, at)
}

test_fires_on_a_wrong_encoding if {
	rule.deny == {{"at": at, "key": "mojibake cafÃ©", "message": `"cafÃ©" was read in the wrong encoding; it is probably "café"`, "suggestion": {"replace_value": "café"}}} with input as flawed("mojibake", "cafÃ©", "café", at)
}

test_suggests_no_part_of_a_text if {
	every f in rule.deny { not f.suggestion } with input as flawed("mojibake", "cafÃ©", "café…", at)
}

test_fires_on_what_is_lost_or_unseen if {
	messages("replacement_character", "caf\ufffd", "") == {`"caf�" has lost a character, with U+FFFD in its place`}
	messages("hidden_character", "clas\u200bsifier", "classifier") == {`"clas\u200bsifier" contains an invisible character; write "classifier"`}
}

test_fires_on_escapes if {
	messages("entity_escaped", "&amp;lt;", "") == {`"&amp;lt;" is escaped HTML, which readers see as a code in the text`}
	messages("code_escaped", "&gt;", "") == {`the code contains "&gt;", an HTML escape that is shown as written`}
	messages("newline_escaped", `\n`, "") == {`line breaks are written out as \n in this line, and shown that way`}
}

test_silent_on_other_flaws if messages("heading_as_text", "##Uses", "## Uses") == set()

test_silent_when_all_is_well if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
