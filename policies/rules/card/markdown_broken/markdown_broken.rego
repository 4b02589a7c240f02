# METADATA
# title: Broken Markdown
# description: The page of a model card must show all that is written in it. Broken Markdown shows its signs instead of a heading, a link or a table, or hides text.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Fix the Markdown at the position, and read the rendered page.
#   sources:
#     - "https://github.github.com/gfm/, sections 4.2 (headings), 4.6 (HTML blocks), 4.10 (tables) and 6.6 (links)"
#     - "https://docs.github.com/get-started/writing-on-github, footnotes"
#     - "https://html.spec.whatwg.org/multipage/parsing.html#the-list-of-active-formatting-elements: what an unclosed element applies to"
#   example: |
#     ## Limitations
#
#     See [the study](study.md).
package modelgate.rules.card.markdown_broken

import data.modelgate.lib.crowds

applies if input.head.card.present

deny contains finding if some finding in crowds.few(_found)

_found contains object.union({"at": flaw.at, "key": sprintf("%s %s", [flaw.kind, flaw.text]), "message": message}, _suggestion(flaw)) if {
	some flaw in input.head.card.flaws
	message := _message(flaw)
}

_suggestion(flaw) := {"suggestion": {"replace_value": flaw.meant}} if {
	flaw.meant != ""
	not endswith(flaw.meant, "…")
} else := {}

_as_text := {
	"heading_as_text": "a heading",
	"link_with_space": "a link",
	"link_reversed": "a link",
	"link_malformed": "a link",
	"reference_undefined": "a link",
}

_message(flaw) := sprintf("%q is shown as text, not as %s%s", [flaw.text, _as_text[flaw.kind], _advice(flaw)])

_message(flaw) := sprintf("footnote %q has no text on the page", [flaw.text]) if flaw.kind == "footnote_undefined"

_message(flaw) := sprintf("footnote text %q is not shown, because no footnote mark refers to it", [flaw.text]) if flaw.kind == "footnote_unused"

_message(flaw) := sprintf("the line %q and those around it are shown as text, not as a table: %s", [flaw.text, _table(flaw)]) if flaw.kind == "table_not_shown"

_message(flaw) := sprintf("%q is not shown: its row has %d cells, and the table has %s", [flaw.text, flaw.cells, _columns(flaw)]) if flaw.kind == "table_cells_lost"

_message(flaw) := sprintf("%q is shown as a row of the table above it, because no empty line is between them", [flaw.text]) if flaw.kind == "text_in_table"

_message(flaw) := sprintf("%q is never closed, so it applies to the text that follows", [flaw.text]) if flaw.kind == "html_unclosed"

_message(flaw) := sprintf("the comment %q is never closed, so the rest of the page is hidden", [flaw.text]) if flaw.kind == "comment_unclosed"

_message(flaw) := sprintf("%q is read as an HTML tag and not shown; put it in backquotes", [flaw.text]) if flaw.kind == "tag_unknown"

_message(flaw) := sprintf("Markdown in an HTML block is shown as written: %q needs an empty line before it", [flaw.text]) if flaw.kind == "markdown_in_html"

_message(flaw) := sprintf("%q does not close the code block, which was opened with other characters", [flaw.text]) if flaw.kind == "fence_mixed"

_message(flaw) := sprintf("no line closes the code block after %q, so the text that follows is shown as code", [flaw.text]) if flaw.kind == "code_unclosed"

_message(flaw) := sprintf("section %q is in an HTML comment, so readers cannot see it", [flaw.text]) if flaw.kind == "section_in_comment"

_columns(flaw) := "1 column" if flaw.columns == 1

_columns(flaw) := sprintf("%d columns", [flaw.columns]) if flaw.columns != 1

_message(flaw) := sprintf("%q is shown as text: an empty line separates it from its table", [flaw.text]) if flaw.kind == "row_outside_table"

_message(flaw) := sprintf("the row %q has %d cells, and the table has %d columns: a value is missing", [flaw.text, flaw.cells, flaw.columns]) if flaw.kind == "row_too_short"

_message(flaw) := sprintf("%q is shown as text, because it is not a valid HTML tag", [flaw.text]) if flaw.kind == "html_as_text"

_message(flaw) := sprintf("%q is shown as code, because it is indented by 4 spaces or a tab", [flaw.text]) if flaw.kind == "heading_in_code"

_message(flaw) := sprintf("%q is shown with its asterisks: a space or punctuation next to them is in the way", [flaw.text]) if flaw.kind == "bold_as_text"

_message(flaw) := sprintf("%q is shown as a heading, because a line of dashes is directly below it", [flaw.text]) if flaw.kind == "text_as_heading"

_advice(flaw) := sprintf("; write %q", [flaw.meant]) if {
	flaw.meant != ""
} else := ": the page does not define its target" if {
	flaw.kind == "reference_undefined"
} else := ": its brackets or its target are malformed"

_table(flaw) := "the row of dashes below the header is missing" if {
	flaw.columns == 0
} else := "no header row is directly above it" if {
	flaw.cells == 0
} else := sprintf("the header has %d cells, and the row of dashes has %d", [flaw.cells, flaw.columns])
