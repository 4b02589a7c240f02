# METADATA
# title: Licenses
# description: >-
#   What a card says of its license, whatever its format calls it: identifiers
#   of the hub's table, SPDX identifiers and expressions, or words.
package modelgate.lib.licenses

import data.modelgate.licenses as table
import data.modelgate.spdx

# stated holds what the card states, each with the place of its own.
stated contains item if some item in input.head.card.licenses.items

stated contains _item(input.head.card.license) if {
	count(input.head.card.licenses.items) == 0
	input.head.card.license.present
}

stated contains _item(input.head.card.license_expression) if input.head.card.license_expression.present

_item(text) := {"at": text.at, "value": text.value}

# alternatives is what a statement leaves the choice of: lists of identifiers, of
# which one list must hold as a whole. An expression with parentheses is taken
# for one that asks for everything in it.
alternatives(value) := [_terms(part) | some part in regex.split(`\s+OR\s+`, _canonical(value))] if {
	not contains(value, "(")
} else := [_terms(regex.replace(_canonical(value), `[()]`, " "))]

# _canonical is a statement with its operators in capitals. In small letters they are
# operators between identifiers only; in words ("terms and conditions"), they are words.
_canonical(value) := concat(" ", [_upper(word) | some word in regex.split(`\s+`, trim_space(value))]) if {
	parts := [trim_space(part) | some part in regex.split(`(?i)(?:^|\s)(?:and|or)(?:\s|$)|[()]`, regex.replace(value, `(?i)\s+with\s+[A-Za-z0-9.+-]+`, "")); trim_space(part) != ""]
	count(parts) > 1
	every part in parts { _identifier(part) }
} else := value

_upper(word) := upper(word) if lower(word) in {"and", "or", "with"}

else := word

_identifier(text) if table.items[lower(text)]

_identifier(text) if official(text)

# composed reports whether a statement has operators between identifiers.
composed(value) if count(terms(value)) > 1

# terms holds all identifiers of a statement.
terms(value) := {term | some alternative in alternatives(value); some term in alternative}

# A text without operators is one identifier, spaces and all.
_terms(part) := [trim_space(regex.replace(term, `\s+WITH\s+\S+`, "")) |
	some term in regex.split(`\s+(?:AND|OR)\s+`, trim_space(part))
	term != ""
]

# by_term is the first statement of each license; of those that are not known, a few.
by_term[term] := min(items) if some term, items in _known_terms

by_term[term] := min(_unknown_terms[term]) if some term in array.slice(sort(object.keys(_unknown_terms)), 0, 20)

_known_terms[term] contains item if {
	some item in stated
	some term in terms(item.value)
	_has_flags(term)
}

_unknown_terms[term] contains item if {
	some item in stated
	some term in terms(item.value)
	not _has_flags(term)
}

_has_flags(term) if is_set(flags(term))

# id is the identifier of the hub's table that a text stands for. It is
# undefined for one that the table does not know.
id(text) := plain if {
	plain := _plain(text)
	table.items[plain]
} else := table.aliases[_plain(text)]

# inexact reports whether the identifier that a text is advised to be is not
# quite the license that it names.
inexact(text) if _plain(text) in table.inexact

_plain(text) := regex.replace(lower(trim_space(text)), `[ _]+`, "-")

# name is what a license is compared by: the hub's identifier, else the text in
# lower case.
name(text) := id(text)

name(text) := lower(trim_space(text)) if not id(text)

# official is the SPDX identifier that a text is, in whatever case.
official(text) := spdx.items[lower(trim_space(text))]

# flags holds what is known of a license. It is undefined where nothing is.
flags(text) := {flag | some flag in table.items[known].flags} if {
	known := id(text)
	not known in table.silent
}

# as_hub reports whether the card's format has the hub's identifiers.
as_hub if input.head.card.format in table.hub_formats

# known reports whether a text is an identifier in the card's format. A name for
# a license that is told elsewhere in the document is one, too.
known(text) if table.items[text]

known(text) if {
	not as_hub
	id(text)
}

known(text) if {
	not as_hub
	official(text)
}

known(text) if {
	not as_hub
	regex.match(`^(DocumentRef-[A-Za-z0-9.-]+:)?LicenseRef-[A-Za-z0-9.-]+$`, text)
}

# open reports whether a license lets anyone use, change and pass on what is under it.
open(text) if {
	known_flags := flags(text)
	count(known_flags & {"non-commercial", "no-derivatives", "use-restricted", "vendor"}) == 0
}
