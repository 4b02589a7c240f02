# METADATA
# title: Garbled text
# description: The text and metadata of a model card must contain the characters that their author wrote. Text in the wrong encoding, invisible characters and escaped HTML are unreadable or cannot be found.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Write the text again, save the file as UTF-8, and remove escapes that another tool added.
#   sources:
#     - "The Unicode Standard, section 23.8 (specials: U+FFFD), and section 23.2 (layout controls), https://www.unicode.org/versions/latest/"
#     - "https://encoding.spec.whatwg.org/#windows-1252: how UTF-8 looks when it is read in that encoding"
#     - "https://github.github.com/gfm/#entity-and-numeric-character-references"
#   example: |
#     Trained on transcripts from the café corpus.
package modelgate.rules.card.text_garbled

import data.modelgate.lib.crowds

applies if input.head.card.present

deny contains finding if some finding in crowds.few(_found)

_found contains object.union({"at": flaw.at, "key": sprintf("%s %s", [flaw.kind, flaw.text]), "message": message}, _suggestion(flaw)) if {
	some flaw in input.head.card.flaws
	message := _message(flaw)
}

_message(flaw) := sprintf("%q was read in the wrong encoding; it is probably %q", [flaw.text, flaw.meant]) if flaw.kind == "mojibake"

_message(flaw) := sprintf("%q has lost a character, with U+FFFD in its place", [flaw.text]) if flaw.kind == "replacement_character"

_message(flaw) := sprintf("%q contains an invisible character; write %q", [flaw.text, flaw.meant]) if flaw.kind == "hidden_character"

_message(flaw) := sprintf("%q is escaped HTML, which readers see as a code in the text", [flaw.text]) if flaw.kind == "entity_escaped"

_message(flaw) := sprintf("the code contains %q, an HTML escape that is shown as written", [flaw.text]) if flaw.kind == "code_escaped"

_message(flaw) := `line breaks are written out as \n in this line, and shown that way` if flaw.kind == "newline_escaped"

_suggestion(flaw) := {"suggestion": {"replace_value": flaw.meant}} if {
	flaw.meant != ""
	not endswith(flaw.meant, "…")
} else := {}
