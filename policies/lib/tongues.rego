# METADATA
# title: Languages
# description: Names and codes of languages, and which of them are one language.
package modelgate.lib.tongues

import data.modelgate.languages

# code is the code of a language by its name in lower case, else the word itself.
code(plain) := found if {
	found := languages.names[plain]
} else := found if {
	found := named[plain]
} else := plain

# is_name reports whether a word in lower case is the name of a language.
is_name(word) if code(word) != word

# near are all codes that mean what one means.
near(one) := {other | some group in languages.alike; one in group; some other in group} | {one}

# alike reports whether two names or codes are of one language. A code of two letters is made of
# letters of the one with three, with few exceptions.
alike(a, b) if count(near(code(a)) & near(code(b))) > 0

alike(a, b) if _is_short_of(code(a), code(b))

alike(a, b) if _is_short_of(code(b), code(a))

_is_short_of(two, three) if {
	count(two) == 2
	count(three) == 3
	languages.items[two]
	not three in languages.groups
	substring(two, 0, 1) == substring(three, 0, 1)
	contains(substring(three, 1, -1), substring(two, 1, 1))
}

# named are the codes of the names, where a name is one word; the first where two have one name.
named := {name: min(codes) | some name, codes in _codes_of}

_codes_of[lower(name)] contains one if {
	some one, name in languages.items
	not name in languages.ambiguous
	not contains(name, " ")
	not contains(name, "-")
}
