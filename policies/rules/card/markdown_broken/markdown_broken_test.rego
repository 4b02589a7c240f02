package modelgate.rules.card.markdown_broken_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.markdown_broken as rule

at := "models/m/README.md#/body/flaws/0"

flawed(kind, text, more) := fixture.edit({"/head/card/flaws": [object.union({"at": at, "kind": kind, "text": text, "meant": "", "cells": 0, "columns": 0}, more)]})

messages(kind, text, more) := told if {
	told := {f.message | some f in rule.deny} with input as flawed(kind, text, more)
}

test_fires_on_a_heading if {
	rule.deny == {{"at": at, "key": "heading_as_text ##Uses", "message": `"##Uses" is shown as text, not as a heading; write "## Uses"`, "suggestion": {"replace_value": "## Uses"}}} with input as flawed("heading_as_text", "##Uses", {"meant": "## Uses"})
}

test_fires_on_links if {
	messages("link_with_space", "[a] (b.md)", {"meant": "[a](b.md)"}) == {`"[a] (b.md)" is shown as text, not as a link; write "[a](b.md)"`}
	messages("link_reversed", "(a)[b.md]", {"meant": "[a](b.md)"}) == {`"(a)[b.md]" is shown as text, not as a link; write "[a](b.md)"`}
	messages("link_malformed", "[a]((b.md)", {}) == {`"[a]((b.md)" is shown as text, not as a link: its brackets or its target are malformed`}
	messages("reference_undefined", "[a][b]", {}) == {`"[a][b]" is shown as text, not as a link: the page does not define its target`}
}

test_fires_on_footnotes if {
	messages("footnote_undefined", "[^1]", {}) == {`footnote "[^1]" has no text on the page`}
	messages("footnote_unused", "[^1]: x", {}) == {`footnote text "[^1]: x" is not shown, because no footnote mark refers to it`}
}

test_fires_on_tables if {
	messages("table_not_shown", "| a | b |", {"cells": 2}) == {`the line "| a | b |" and those around it are shown as text, not as a table: the row of dashes below the header is missing`}
	messages("table_not_shown", "|--|", {"columns": 1}) == {`the line "|--|" and those around it are shown as text, not as a table: no header row is directly above it`}
	messages("table_not_shown", "|--|", {"cells": 2, "columns": 1}) == {`the line "|--|" and those around it are shown as text, not as a table: the header has 2 cells, and the row of dashes has 1`}
	messages("table_cells_lost", "0.9 |", {"cells": 3, "columns": 2}) == {`"0.9 |" is not shown: its row has 3 cells, and the table has 2 columns`}
	messages("table_cells_lost", "0.9 |", {"cells": 2, "columns": 1}) == {`"0.9 |" is not shown: its row has 2 cells, and the table has 1 column`}
	messages("text_in_table", "a b c", {}) == {`"a b c" is shown as a row of the table above it, because no empty line is between them`}
}

test_fires_on_html if {
	messages("html_unclosed", "<b>", {}) == {`"<b>" is never closed, so it applies to the text that follows`}
	messages("comment_unclosed", "<!-- a", {}) == {`the comment "<!-- a" is never closed, so the rest of the page is hidden`}
	messages("tag_unknown", "<unk>", {}) == {`"<unk>" is read as an HTML tag and not shown; put it in backquotes`}
	messages("markdown_in_html", "# A", {}) == {`Markdown in an HTML block is shown as written: "# A" needs an empty line before it`}
	messages("section_in_comment", "Uses", {}) == {`section "Uses" is in an HTML comment, so readers cannot see it`}
	messages("code_unclosed", "m.run()", {}) == {`no line closes the code block after "m.run()", so the text that follows is shown as code`}
	messages("fence_mixed", "~~~", {}) == {`"~~~" does not close the code block, which was opened with other characters`}
}

test_fires_on_what_is_shown_otherwise if {
	messages("row_outside_table", "| a | b |", {}) == {`"| a | b |" is shown as text: an empty line separates it from its table`}
	messages("row_too_short", "| a | 0.9 |", {"cells": 2, "columns": 3}) == {`the row "| a | 0.9 |" has 2 cells, and the table has 3 columns: a value is missing`}
	messages("html_as_text", "< br>", {}) == {`"< br>" is shown as text, because it is not a valid HTML tag`}
	messages("heading_in_code", "## Uses", {}) == {`"## Uses" is shown as code, because it is indented by 4 spaces or a tab`}
	messages("bold_as_text", "** a **", {}) == {`"** a **" is shown with its asterisks: a space or punctuation next to them is in the way`}
	messages("text_as_heading", "A b.", {}) == {`"A b." is shown as a heading, because a line of dashes is directly below it`}
}

test_silent_on_other_flaws if {
	messages("mojibake", "Ã©", {"meant": "é"}) == set()
	messages("link_text_differs", "https://a.org", {"meant": "https://b.org"}) == set()
}

test_silent_when_all_is_well if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
