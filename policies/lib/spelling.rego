# METADATA
# title: Spelling
# description: Words that are nearly one of a list, for advice.
package modelgate.lib.spelling

# nearest is the first word of a list that a text is at most two edits from: a letter too
# many, too few, another one, or two in the other order. "" without one.
nearest(text, words) := near[0] if {
	count(text) >= 4
	count(text) <= 60
	mine := _shorter(text)
	near := sort([word | some word in words; abs(count(word) - count(text)) <= 1; word != text; count(mine & _shorter(word)) > 0])
	count(near) > 0
} else := ""

# _shorter is a text, and all that it is with one letter less.
_shorter(text) := {text} | {short |
	some i in numbers.range(0, count(text) - 1)
	short := concat("", [substring(text, 0, i), substring(text, i + 1, -1)])
}

# advice is what a message says of the word that was meant.
advice(meant) := sprintf("; did you mean %q?", [meant]) if meant != ""

else := ""
