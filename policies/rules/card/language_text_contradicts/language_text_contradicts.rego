# METADATA
# title: Text contradicts the languages
# description: The language that the text of the card names must be one of those in the metadata. Users filter models by `language` and read the text, so one of them is misled.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Correct `language` or the text. If the model supports several languages, list all of them in `language`.
#   sources:
#     - "huggingface/hub-docs modelcard.md, language"
#     - Regulation (EU) 2024/1689, Annex XI, section 1(1)(e)
#   example: |
#     language: fr   # and in the text: This is a French model
package modelgate.rules.card.language_text_contradicts

import data.modelgate.languages
import data.modelgate.lib.statements
import data.modelgate.lib.tongues
import data.modelgate.tasks

applies if {
	count(_declared) > 0
	count(input.head.card.statements) > 0
}

applies if {
	count(_declared) > 0
	input.head.card.written_in.present
}

deny contains {"at": first.at, "key": "language", "message": sprintf("the text states %s in %q, but the metadata's language is %s", [concat(" and ", [_name(code) | some code in sort(_told)]), substring(first.value, 0, 80), concat(", ", [item.value | some item in input.head.card.languages.items])])} if {
	applies
	not _mislabelled
	count(_told) > 0
	count(_told) <= 2
	count(_declared) <= 5
	not _translates
	not _of_images
	every code in _declared { _is_known(code) }
	count(_declared & {near | some code in _told; some near in _near(code)}) == 0
	every code in _declared { not _mentioned(code) }
	first := [naming.statement | some naming in _naming][0]
}

# A label lists other languages than the metadata.
deny contains {"at": label.at, "key": "language", "message": sprintf("the text states language %q, but the metadata's language is %s", [label.value, concat(", ", [item.value | some item in input.head.card.languages.items])])} if label := _mislabelled

# A page in English is about a model for any language; one in another language is rarely for a model
# that has nothing of it.
deny contains {"at": input.head.card.languages.items[0].at, "key": "written language", "message": sprintf("the text is written in %s, but the metadata's language is %s", [_name(code), concat(", ", [item.value | some item in input.head.card.languages.items])])} if {
	applies
	code := input.head.card.written_in.value
	input.head.card.written_in.present
	code != "en"
	count(_declared) <= 5
	every declared in _declared { _is_known(declared) }
	count(_declared & _near(code)) == 0
	not _translates
	not _mislabelled
	not _of_images
	count(_told) == 0
}

_mislabelled := label if {
	applies
	labels := statements.about({"language"})
	count(labels) == 1
	label := labels[0]
	codes := _codes(label)
	count(codes) > 0
	count(codes) <= 5
	count(_declared) <= 5
	not regex.match(`(?i)[0-9]|multi|other|more|etc`, label.value)
	every code in _declared { _is_known(code) }
	count(_declared & {near | some code in codes; some near in _near(code)}) == 0
}

_declared := {code |
	some item in input.head.card.languages.items
	plain := lower(trim_space(item.value))
	not plain in {"code", "", "en-code"}
	code := _code(split(replace(plain, "_", "-"), "-")[0])
}

_code(plain) := tongues.code(plain)

# A code whose other spellings are known: of two letters, or listed.
_is_known(code) if languages.items[code]

_is_known(code) if {
	some group in languages.alike
	code in group
}

_near(code) := tongues.near(code)

_told := {code | some naming in _naming; some code in naming.codes}

# The statements that name languages: the title any, a sentence one of text or of the model.
_naming := [{"statement": statement, "codes": codes} |
	some statement in statements.about({"title", "model", "training", "language"})
	codes := _codes(statement)
	count(codes) > 0
]

_codes(statement) := codes if {
	statement.topic in {"title", "language"}
	codes := {code |
		some word in regex.split(`[^\pL]+`, lower(statement.value))
		code := _code(word)
		code != word
	}
} else := {code |
	some part in regex.find_all_string_submatch_n(_pattern, statement.value, 5)
	_in_context(part[1], part[3])
	code := _code(lower(part[2]))
}

_in_context(_, behind) if regex.match(languages.behind, behind)

# Each name with what stands before and behind it.
_pattern := sprintf(`(.{0,40})\b(%s|english)\b(.{0,40})`, [concat("|", [title | some name in ({name | some name, _ in tongues.named} | {name | some name, _ in languages.names}); title := concat("", [upper(substring(name, 0, 1)), substring(name, 1, -1)])])])

_name(code) := name if name := languages.items[code]

else := code

# A model that translates has two languages.
_translates if input.head.card.task.value == "translation"

_translates if {
	some statement in statements.about({"title", "model", "purpose", "language"})
	regex.match(`(?i)translat|multi-?lingual|cross-?lingual|bilingual|languages\b|code-?(?:mix|switch)`, statement.value)
	not regex.match(`(?i)\b(?:paper|datasets?|corpus|corpora)\b`, statement.value)
}

# A model of images has a style, and no language.
_of_images if lower(input.head.card.library.value) == "diffusers"

_of_images if {
	kinds := tasks.data[input.head.card.task.value]
	"image" in kinds
	not "text" in kinds
}

# Some statement has the name or the code of a language of the metadata.
_mentioned(code) if {
	some statement in input.head.card.statements
	some word in regex.split(`[^\pL]+`, lower(statement.value))
	_code(word) in _near(code)
	_code(word) != word
}
