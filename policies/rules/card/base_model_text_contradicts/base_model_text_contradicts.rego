# METADATA
# title: Text contradicts the base model
# description: A base model that the text of the card names must be one of those in the metadata. License checks and tools read the metadata, and people read the text, so one of them is misled.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Correct `base_model` or the text. If the model was made in several steps, name the last one in `base_model`.
#   sources:
#     - "Hugging Face, model cards, specifying a base model: https://huggingface.co/docs/hub/model-cards#specifying-a-base-model"
#   example: |
#     base_model: google-bert/bert-base-cased   # and in the text: This model is a fine-tuned version of xlm-roberta-large
package modelgate.rules.card.base_model_text_contradicts

import data.modelgate.base_models as table
import data.modelgate.lib.statements

applies if {
	count(input.head.card.base_statements) > 0
	count(input.head.card.base_models.items) > 0
}

applies if {
	some slip in input.head.card.slips
	slip.kind == "base"
}

deny contains {"at": _wrong.at, "key": "base model", "message": sprintf("the text states that the model was made from %q, but the metadata names %q", [_wrong.value, concat(", ", [base.value | some base in array.slice(input.head.card.base_models.items, 0, 5)])])} if {
	_wrong
}

_wrong := _stated[0] if {
	count(input.head.card.base_models.items) > 0
	not _fits
	not _repacked
}

# A sentence names another member of the family, or another model with a link, even if others fit.
deny contains {"at": slip.at, "key": "base model", "message": sprintf("the text states that the model was made from %q, but the metadata names %q", [slip.value, slip.other])} if {
	slip := [slip | some slip in input.head.card.slips; slip.kind == "base"][0]
	not _wrong
	not _repacked
}

# The statements that name a model; if none does, those that name a family, such as BERT.
_stated := named if {
	named := [statement | some statement in input.head.card.base_statements; count(_words(statement.value)) > 1]
	count(named) > 0
} else := input.head.card.base_statements

# One statement that fits is enough: a model is made in steps.
_fits if {
	some statement in _stated
	some base in input.head.card.base_models.items
	_alike(statement.value, base.value)
}

# Another statement has the name of the metadata.
_fits if {
	some statement in input.head.card.statements
	statement.topic != "code"
	some base in input.head.card.base_models.items
	plain := statements.letters(statements.last(base.value))
	count(plain) > 6
	contains(statements.letters(statement.value), plain)
}

# A file of the base model in another format, whose text is that of the base model: what
# it was made from is the base of the base.
_repacked if {
	some name in [input.head.name, input.head.id]
	regex.match(table.repacked, lower(name))
}

_repacked if {
	some tag in input.head.card.tags.items
	regex.match(table.repacked, lower(tag.value))
}

_repacked if {
	some base in input.head.card.base_models.items
	lower(base.relation.value) in {"quantized", "merge", "adapter"}
}

# The words of one are the beginning of the other, or of its end: "llama-3" is in
# "Meta-Llama-3-8B", and "gpt2" is not in "distilgpt2". The name of a family is in those of
# all that have it: "BERT".
_alike(a, b) if _within(_words(a), _words(b))

_alike(a, b) if _within(_words(b), _words(a))

_alike(a, b) if {
	some one in [_words(a), _words(b)]
	count(one) == 1
	not regex.match(`[0-9]`, one[0])
	not startswith(one[0], "distil")
	contains(concat("", _words(b)), one[0])
	contains(concat("", _words(a)), one[0])
}

_alike(a, b) if {
	every word in _words(a) { word in _words(b) }
}

_within(some_words, words) if {
	some i, _ in words
	startswith(concat("", array.slice(words, i, count(words))), concat("", some_words))
}

# The words of a name without its owner.
_words(name) := [word | some word in regex.split(`[^\pL\pN]+`, lower(statements.last(name))); word != ""]
