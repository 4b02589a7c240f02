# METADATA
# title: Unknown language
# description: Each language must be an ISO 639 code of two or three letters, `multilingual` or `code`. Searches by language do not find language names or regional codes.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Write the code of the language. Put a region into `language_bcp47`.
#   sources:
#     - https://www.loc.gov/standards/iso639-2/php/code_list.php
#     - "huggingface/hub-docs modelcard.md, key language"
#   example: |
#     language: [en, zh]   # not English, zh-CN
package modelgate.rules.card.language_unknown

import data.modelgate.languages
import data.modelgate.lib.licenses
import data.modelgate.lib.placeholders
import data.modelgate.lib.spelling
import data.modelgate.metrics as table

applies if input.head.card.present

deny contains {"at": item.at, "key": sprintf("language %s", [item.value]), "message": sprintf("language %q is not an ISO 639 code%s", [item.value, _advice(item.value)])} if {
	some item in array.slice(_unknown, 0, table.shown)
}

deny contains {"at": first.at, "key": sprintf("%d further languages", [more]), "message": sprintf("%d further languages, such as %q, are not ISO 639 codes", [more, first.value])} if {
	first := _unknown[table.shown]
	more := count(_unknown) - table.shown
}

_unknown := [item |
	some item in input.head.card.languages.items
	not _known(item.value)
	not languages.withdrawn[item.value]
	not placeholders.is(item.value)
]

deny contains {"at": item.at, "key": sprintf("language %s", [item.value]), "message": sprintf("language code %q was withdrawn from ISO 639; use %q", [item.value, successor])} if {
	some item in input.head.card.languages.items
	successor := languages.withdrawn[item.value]
}

_known(value) if _coded(value)

_known(value) if value in languages.special

# Formats other than the hub's have languages as BCP 47 writes them: pt-BR.
_known(value) if {
	not licenses.as_hub
	code := split(lower(value), "-")[0]
	regex.match(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$`, value)
	_coded(code)
}

_coded(code) if languages.items[code]

_coded(code) if {
	count(code) == 3
	contains(_three[substring(code, 0, 2)], substring(code, 2, 1))
	not languages.withdrawn[code]
}

_coded(code) if regex.match(languages.local, code)

# The last letters of the codes of three, by the first two.
_three := {first: last | some group in split(languages.three, " "); [first, last] := split(group, "=")}

_advice(value) := sprintf("; write %q and %q", parts) if {
	parts := split(value, "-") # a pair to translate between: en-zh
	count(parts) == 2
	every part in parts { languages.items[part] }
} else := sprintf("; write %q", [code]) if {
	code := _code(lower(trim_space(value)))
} else := sprintf("; did you mean %q?", [languages.mistaken[_folded(value)]]) if {
	languages.mistaken[_folded(value)]
} else := spelling.advice(_nearest(lower(trim_space(value))))

_folded(value) := regex.replace(lower(trim_space(value)), `[^a-z]`, "")

# A name that is nearly one of a language is shown with its code.
_nearest(plain) := _named[near] if {
	near := spelling.nearest(plain, [name | some name, _ in _named])
	near != ""
} else := ""

# A region, or a name: "zh-cn" is zh, "chinese" is zh.
_code(plain) := code if {
	code := split(replace(plain, "_", "-"), "-")[0]
	languages.items[code]
} else := _named[plain]

# The codes by the names of the languages; the first where two have one name.
_named := {plain: min(codes) | some plain, codes in _codes}

_codes[lower(name)] contains code if some code, name in languages.items
