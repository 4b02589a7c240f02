# METADATA
# title: Words that tell
# description: Whether a text has one of the words of a sign in policies/data/signs.yaml.
package modelgate.lib.words

import data.modelgate.signs

# says reports whether a text has a word that begins like one of a sign's.
says(text, sign) if regex.match(sprintf(`(^|[^a-z0-9])(?:%s)`, [concat("|", signs.items[sign])]), lower(text))

# is_one reports whether a text is one of a sign's words, and nothing else.
is_one(text, sign) if is_one_of(text, signs.items[sign])

# is_one_of reports whether a text is one of some forms, and nothing else.
is_one_of(text, forms) if regex.match(sprintf(`^(?:%s)$`, [concat("|", forms)]), lower(trim_space(text)))

# named reports whether the name of a field is one of a sign's words, or has one as a
# part and does not tell something about it, such as whether it was verified.
named(name, sign) if {
	plain := _plain(name)
	regex.match(sprintf(`(^|_)(?:%s)(_|$)`, [concat("|", signs.items[sign])]), plain)
	not regex.match(sprintf(`_(?:%s)$`, [concat("|", signs.items.about)]), plain)
}

named(name, sign) if regex.match(sprintf(`^(?:%s)$`, [concat("|", signs.items[sign])]), _plain(name))

# among reports whether the name of a field is one of several forms', and nothing else.
among(name, forms) if {
	count(forms) > 0
	regex.match(sprintf(`^(?:%s)$`, [concat("|", forms)]), trim(_plain(name), "_"))
}

_plain(name) := lower(regex.replace(regex.replace(name, `([a-z0-9])([A-Z])`, "${1}_${2}"), `[^A-Za-z0-9]+`, "_"))
