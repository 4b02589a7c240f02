# METADATA
# title: Statements
# description: What the text of a card states about the model itself.
package modelgate.lib.statements

# about are the statements with one of some topics.
about(topics) := [statement | some statement in input.head.card.statements; statement.topic in topics]

# letters is a text in lower case, letters and digits only.
letters(text) := regex.replace(lower(text), `[^\pL\pN]+`, "")

# last is the last part of an identifier, OWNER/NAME.
last(id) := parts[count(parts) - 1] if parts := split(trim_suffix(id, "/"), "/")
