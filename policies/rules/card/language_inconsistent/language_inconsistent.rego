# METADATA
# title: Inconsistent languages
# description: Metadata, name, results and text of a card must agree on its languages, and on the direction of a translation. Users filter models by `language`.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Correct `language` or the text.
#   sources:
#     - "huggingface/hub-docs modelcard.md, language"
#     - "Regulation (EU) 2024/1689, Annex XI, section 1(1)(e)"
#   example: |
#     language: [en, tr]   # and in the text of opus-mt-en-tr: translates from English to Turkish
package modelgate.rules.card.language_inconsistent

import data.modelgate.languages
import data.modelgate.lib.statements
import data.modelgate.lib.tongues

applies if input.head.card.present

# A direction that is not that of the name.
deny contains {"at": slip.at, "key": "direction", "message": sprintf("the text states a translation from %q to %q, but the model's name ends with %q", [said[0], said[1], replace(slip.other, ">", "-")])} if {
	some slip in _slips("direction")
	said := split(slip.value, ">")
	named := split(slip.other, ">")
	every word in said { _means(word) }
	every word in named { _means(word) }
	some i in [0, 1]
	not tongues.alike(said[i], named[i])
}

# Two languages, of which one is not in the name.
deny contains {"at": stray.at, "key": sprintf("language %s", [stray.value]), "message": sprintf("language %q is not one of the model's name, which ends with %q", [stray.value, replace(pair, ">", "-")])} if {
	some pair in {slip.other | some slip in _slips("direction")}
	named := split(pair, ">")
	every word in named { _means(word) }
	count(_items) == 2
	strays := [item | some item in _items; every word in named { not tongues.alike(lower(item.value), word) }]
	count(strays) == 1
	stray := strays[0]
}

deny contains {"at": slip.at, "key": sprintf("language %s", [slip.value]), "message": sprintf("the text limits the model or its data to %q, but the metadata's language is %s", [slip.value, _declared])} if {
	some slip in _told("only")
	tongues.is_name(slip.value)
	_is_foreign(slip.value)
	count(_items) <= 5
}

deny contains {"at": slip.at, "key": sprintf("language %s", [slip.value]), "message": sprintf("the text names language %q, but the metadata's language is %s", [slip.value, _declared])} if {
	some slip in _told("named")
	tongues.is_name(slip.value)
	_is_foreign(slip.value)
	count(_items) == 1
	count(_of_results) == 0
	count({other.value | some other in _told("named"); tongues.is_name(other.value)}) == 1
	every statement in input.head.card.statements { not regex.match(sprintf(`(?i)\b%s\b|multi-?lingual|translat|cross-?lingual`, [slip.value]), statement.value) }
}

# A label that states many languages, where the metadata list one.
deny contains {"at": slip.at, "key": "languages", "message": sprintf("the label states %q, but the metadata's only language is %s", [slip.value, _declared])} if {
	some slip in _told("many")
	count(slip.value) <= 40
	count(_items) == 1
	_is_one(_items[0].value)
}

# A sentence that promises many languages, where the metadata list one.
deny contains {"at": slip.at, "key": "languages", "message": sprintf("the text states %q, but the metadata's only language is %s", [slip.value, _declared])} if {
	some slip in _told("several")
	count(_items) == 1
	_is_one(_items[0].value)
}

deny contains {"at": slip.at, "key": "any language", "message": sprintf("the text promises %q, but the metadata lists %d", [slip.value, count(_single)])} if {
	some slip in _told("any")
	count(_single) > 0
	count(_single) <= 40
}

# A list of the text and the metadata differ in a few languages, on both sides.
deny contains {"at": strays[0].at, "key": sprintf("language %s", [strays[0].value]), "message": sprintf("the metadata lists language %q, which is not in the text's list, which has %q", [strays[0].value, missing[0]]), "related": [{"at": slip.at, "message": "the list of the text"}]} if {
	some slip in _told("list")
	listed := split(slip.value, " ")
	strays := [item | some item in _single; every code in listed { not tongues.alike(code, lower(item.value)) }]
	missing := [code | some code in listed; every item in _single { not tongues.alike(code, lower(item.value)) }]
	count(strays) > 0
	count(missing) > 0
	count(strays) + count(missing) <= 4
	count(listed) >= 5
}

# A programming language of the metadata is nowhere in the text, which has another.
deny contains {"at": slip.at, "key": "programming language", "message": sprintf("the metadata lists programming language %q, which the text does not name; it names %q", split(slip.value, ">"))} if {
	some slip in _told("programming")
}

# The text has a list of all of them, and the metadata have one more, or lack one.
deny contains {"at": stray.at, "key": sprintf("language %s", [stray.value]), "message": sprintf("the metadata lists language %q, which is not in the text's list of all languages", [stray.value]), "related": [{"at": slip.at, "message": "the list of the text"}]} if {
	some slip in _told("all")
	listed := split(slip.value, " ")
	strays := [item | some item in _single; every code in listed { not tongues.alike(code, lower(item.value)) }]
	count(strays) == 1
	stray := strays[0]
	every code in listed { _is_listed(code) }
}

deny contains {"at": input.head.card.languages.at, "key": sprintf("language %s", [lacking[0]]), "message": sprintf("the text's list of all languages has %q, which the metadata does not list", [lacking[0]]), "related": [{"at": slip.at, "message": "the list of the text"}]} if {
	some slip in _told("all")
	count(_single) >= 3
	listed := split(slip.value, " ")
	lacking := [code | some code in listed; not _is_listed(code)]
	count(lacking) == 1
	_means(lacking[0])
	every item in _single { _is_in(item.value, listed) }
	every item in _items { not lower(item.value) in {"multilingual", "mul"} }
}

deny contains {"at": strays[0].at, "key": sprintf("language %s", [strays[0].value]), "message": sprintf("the metadata lists language %q, which is not in the text's list of all languages, which has %q", [strays[0].value, lacking[0]]), "related": [{"at": slip.at, "message": "the list of the text"}]} if {
	some slip in _told("all")
	listed := split(slip.value, " ")
	strays := [item | some item in _single; every code in listed { not tongues.alike(code, lower(item.value)) }]
	lacking := [code | some code in listed; not _is_listed(code)]
	count(strays) == 1
	count(lacking) == 1
	count(listed) >= 3
	count(listed) == count(_items)
	every code in listed { _means(code) }
}

_is_in(value, listed) if {
	some code in listed
	tongues.alike(code, lower(value))
}

_is_listed(code) if {
	some item in _single
	tongues.alike(code, lower(item.value))
}

deny contains {"at": _items[0].at, "key": "results", "message": sprintf("all results are for language %q, but the metadata's language is %s", [slip.value, _declared]), "related": [{"at": slip.at, "message": "a result"}]} if some slip in _of_results

_of_results := [slip |
	some slip in _told("results")
	languages.items[slip.value]
	count(_items) == 1
	_is_foreign(slip.value)
]

# The name of the model has another language, which no statement has.
deny contains {"at": _items[0].at, "key": "name", "message": sprintf("the model's name has language %q, but the metadata's language is %s", [word, _declared])} if {
	count(_items) <= 3
	count(_of_results) == 0
	named := _named_in(array.slice(_words, 0, 20))
	count(named) > 0
	every other in named { _is_foreign(other) }
	word := named[0]
	every statement in input.head.card.statements { not contains(lower(statement.value), word) }
}

_words := regex.split(`[^\pL\pN]+`, lower(statements.last(input.head.id)))

# The names of languages in a name; if there are none, codes that names have for nothing else.
_named_in(words) := named if {
	named := [word | some word in words; tongues.is_name(word)]
	count(named) > 0
} else := [word | some i, word in words; i > 0; _is_telling(word, i, count(words))]

_is_telling(word, _, _) if word in {"ar", "cs", "es", "fa", "fr", "he", "hu", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh"}

_is_telling("en", i, n) if i == n - 1

# What the code shows as output of a translation.
deny contains {"at": slip.at, "key": "output", "message": sprintf("the output in the code is in language %q, but the model translates to %q", split(slip.value, ">"))} if {
	some slip in _told("output")
}

_slips(kind) := [slip | some slip in input.head.card.slips; slip.kind == kind]

_told(how) := [slip | some slip in _slips("language"); slip.other == how]

_items := input.head.card.languages.items

_declared := concat(", ", [item.value | some item in _items])

# Items that are one language each.
_single := [item | some item in _items; _is_one(item.value)]

_is_one(value) if {
	code := tongues.code(lower(trim_space(value)))
	not code in {"mul", "multilingual", "code", "other", "und"}
	_means(code)
}

# The metadata list languages only, and none is this one.
_is_foreign(word) if {
	count(_items) > 0
	count(_single) == count(_items)
	every item in _items { not tongues.alike(lower(trim_space(item.value)), word) }
}

# A code, or the name of a language.
_means(word) if regex.match(`^[a-z]{2,3}$`, word)

_means(word) if tongues.is_name(word)
