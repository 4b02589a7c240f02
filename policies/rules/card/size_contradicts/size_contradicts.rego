# METADATA
# title: Contradictory numbers of parameters
# description: The name, the metadata and the text of a card must state the same number of parameters. Users plan memory and cost by it.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Correct the number. If it is about another model or about a part of this one, name that in the sentence.
#   sources:
#     - "huggingface/hub-docs modelcard.md, model details"
#     - Regulation (EU) 2024/1689, Annex XI, section 1(1)(d)
#   example: |
#     # in the text of model my-model-7b: a language model with 7 billion parameters
package modelgate.rules.card.size_contradicts

applies if count(_told) > 0

deny contains {"at": other.at, "key": "size", "message": sprintf("the %s states %q, but %s states %q", [other.by, other.raw, _first.where, _first.raw])} if {
	applies
	other := _others[0]
}

# The statements that differ from the first.
_others := [stated |
	some stated in _told
	_apart(stated.size, _first.size)
	not _is_of_data
]

# What the others are compared with: the name, else the first statement.
_first := array.concat(_in_names, _told)[0] if count(_sizes(_in_names)) <= 1

_sizes(list) := {one.size | some one in list}

# The number in the name is one of examples: "trained on 480m molecules".
_is_of_data if {
	some statement in input.head.card.statements
	some named in _in_names
	regex.match(sprintf(`(?i)(?:^|[ ~≈])%s (?:[a-z-]+ )?(?:tokens|examples|samples|sentences|molecules|smiles|images|pairs|words|documents|rows|records|compounds|sequences|lines|messages|tweets|games|hours)\b`, [replace(named.raw, ".", "\\.")]), statement.value)
}

_in_names := [{"at": "", "where": sprintf("the name %q", [name]), "raw": parts[0][1], "size": size} |
	some name in array.concat([input.head.name], [name | some statement in input.head.card.statements; name := _subject(statement)])
	parts := regex.find_all_string_submatch_n(`(?i)(?:^|[-_ /.])([0-9]+(?:\.[0-9]+)?[bm])(?:$|[-_ .,:)])`, regex.replace(name, `([0-9])_([0-9])`, "$1.$2"), 3)
	count(parts) == 1
	not regex.match(`(?i)[0-9]x[0-9]|[-_]a[0-9.]+b|[-_]e[0-9]b|moe`, name)
	size := _number(parts[0][1])
]

# A name that the text has for the model: the title, or the first word of a sentence.
_subject(statement) := statement.value if statement.topic == "title"

_subject(statement) := parts[0][1] if {
	statement.topic == "model"
	parts := regex.find_all_string_submatch_n(`^(?:The )?([\w.-]+) (?:is|has|was)\b`, statement.value, 1)
}

_told := array.concat(_in_metadata, _stated)

_in_metadata := [{"at": key.at, "by": "metadata", "where": sprintf("metadata key %q", [key.name]), "raw": key.value, "size": size} |
	some key in input.head.card.keys
	regex.match(`(?i)^(?:num(?:ber)?_?(?:of_)?)?(?:total_)?(?:model_)?(?:parameters?|params|parameter_count|size)$`, key.name)
	regex.match(`(?i)^[0-9]+(?:\.[0-9]+)? ?(?:b|bn|billion|m|million)$`, key.value)
	size := _number(key.value)
]

_stated := [{"at": statement.at, "by": "text", "where": "another sentence", "raw": raw, "size": size, "statement": i} |
	some i, statement in input.head.card.statements
	statement.topic in {"model", "purpose"}
	not regex.match(`(?i)\b(?:activ\w+|non-?embedding|effective|trainable|experts?|moe|mixture|lora|adapter|than|between|range|ranging|from|up to|sizes|versions|variants|series|suite|family|collection|set of|encoder|vision|tokens|other|both|respectively|draft|only (?:the|train))\b`, statement.value)
	count(regex.find_n(sprintf(`(?i)(?:^|[ ~≈(])(?:%s)\b`, [_counted]), statement.value, 2)) == 1
	some form in _forms
	some part in regex.find_all_string_submatch_n(form, statement.value, 3)
	raw := part[1]
	size := _number(raw)
]

# How many millions or billions, or the digits of a number of millions.
_counted := sprintf(`(?:[0-9]+(?:\.[0-9]+)?|%s)[ -]?(?:b|bn|billion|m|million)|[0-9]{1,3}(?:,[0-9]{3}){2,}`, [concat("|", sort(object.keys(_words)))])

# "a model with 7 billion parameters", and the label "Parameters: 7B".
_forms := {
	sprintf(`(?i)(?:^|[ ~≈(])(%s)[ -]?(?:total )?(?:params?|parameters?)\b`, [_counted]),
	sprintf(`(?i)^(?:total )?(?:(?:number|count) of )?(?:model )?(?:parameters?|params?|size)(?: count)?: *[~≈]? *(%s)\b`, [_counted]),
}

_words := {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "seventy": 70}

# Millions.
_number(raw) := to_number(replace(raw, ",", "")) / 1000000 if {
	contains(raw, ",")
} else := to_number(regex.find_n(`[0-9.]+`, raw, 1)[0]) * _scale(raw) if {
	regex.match(`[0-9]`, raw)
} else := _words[regex.find_n(`[a-z]+`, lower(raw), 1)[0]] * _scale(raw)

_scale(raw) := 1000 if regex.match(`(?i)b`, raw)

else := 1

# Names round, and some leave the embeddings out.
_apart(a, b) if max([a, b]) > min([a, b]) * 1.35
