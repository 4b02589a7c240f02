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

applies if {
	count(input.head.card.base_statements) > 0
	count(input.head.card.base_models.items) > 0
}

deny contains {"at": first.at, "key": "base model", "message": sprintf("the text states that the model was made from %q, but the metadata names %q", [first.value, concat(", ", [base.value | some base in array.slice(input.head.card.base_models.items, 0, 5)])])} if {
	applies
	not _fits
	first := input.head.card.base_statements[0]
}

# One statement that fits is enough: a model is made in steps.
_fits if {
	some statement in input.head.card.base_statements
	some base in input.head.card.base_models.items
	_alike(_plain(statement.value), _plain(base.value))
}

_alike(a, b) if contains(a, b)

_alike(a, b) if contains(b, a)

# The name without its owner, in letters and digits.
_plain(name) := regex.replace(parts[count(parts) - 1], `[^\pL\pN]`, "") if parts := split(trim_suffix(lower(name), "/"), "/")
