# METADATA
# title: Code contradicts the card
# description: The code of a card must run this model, with the library of the metadata and arguments that fit each other and the text. Users copy it, and would otherwise run another model, or another way.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Correct the identifier or the argument in the code, or `library_name`. If the code compares models, name the other one in the text.
#   sources:
#     - "Hugging Face, model card template, How to Get Started with the Model: https://huggingface.co/docs/hub/model-card-annotated"
#     - "huggingface/huggingface.js packages/tasks/src/model-libraries.ts"
#   example: |
#     # in the code of model acme/support-bert: AutoModel.from_pretrained("acme/support-bert")
package modelgate.rules.card.code_contradicts

import data.modelgate.keys as table
import data.modelgate.lib.statements

applies if count(_loaded) > 0

applies if count(_imports) > 0

applies if count(_arguments) > 0

# Code has an argument that its call, or the text above it, rules out.
deny contains {"at": slip.at, "key": sprintf("argument %s", [slip.value]), "message": sprintf("the code has %q, which does not fit %q", [slip.value, slip.other])} if {
	some slip in _arguments
}

_arguments := [slip | some slip in input.head.card.slips; slip.kind == "argument"]

applies if {
	some slip in input.head.card.slips
	slip.kind == "placeholder"
}

# Code runs a model that is named nowhere else, and the card knows another name for its own.
deny contains {"at": first.at, "key": "code", "message": sprintf("the code loads model %q, which is neither this model (%s) nor its base model", [first.value, _own_name])} if {
	count(_loaded) > 0
	every statement in _imports { not statement.value in table.assembling }
	every loaded in _loaded {
		not regex.match(table.template_ids, lower(loaded.value))
		_is_another(loaded.value)
	}
	first := _loaded[0]
}

# Code loads what a template has in its place.
deny contains {"at": loaded.at, "key": "code", "message": sprintf("the code loads %q, which is a placeholder", [loaded.value])} if {
	loaded := [loaded | some loaded in _loaded; regex.match(table.template_ids, lower(loaded.value))][0]
}

# Code names a model by what a template has in its place.
deny contains {"at": slip.at, "key": "code", "message": sprintf("the code loads %q, which is a placeholder", [slip.value])} if {
	some slip in input.head.card.slips
	slip.kind == "placeholder"
	every loaded in _loaded { not regex.match(table.template_ids, lower(loaded.value)) }
}

# Code imports another library, and not that of the metadata.
deny contains {"at": first.at, "key": "library", "message": sprintf("the code imports %q, but the metadata's library is %q", [first.value, input.head.card.library.value])} if {
	modules := table.modules[lower(input.head.card.library.value)]
	every statement in _imports { not statement.value in modules }
	others := [statement | some statement in _imports; statement.value in table.exclusive]
	count(others) > 0
	first := others[0]
	every tag in input.head.card.tags.items { not _fits(tag.value, first.value) }
}

_fits(tag, module) if module in table.modules[lower(tag)]

_loaded := statements.about({"loaded"})

_imports := statements.about({"import"})

_is_another(id) if {
	not lower(id) in _named
	not _is_base(id)
	_is_foreign(id)
}

# What the text names.
_named contains lower(statement.value) if some statement in statements.about({"named"})

_is_base(id) if {
	some base in input.head.card.base_models.items
	lower(statements.last(base.value)) == lower(statements.last(id))
}

# An identifier that the card has for this model, such as that of its tokenizer; else a name
# with a sign, of which the other has no word.
_is_foreign(id) if {
	some own in _ids
	not _alike(id, own)
} else if {
	count(_ids) == 0
	_name != ""
	every word in regex.split(`[^a-z0-9]+`, lower(_name)) { not _shared(word, id) }
}

_shared(word, id) if {
	count(word) >= 3
	not regex.match(`^(?:[0-9.]+[bmk]?|base|small|large|tiny|model|v[0-9]+|the|for|hub|instruct|chat|finetuned|(?:distil|ro|xlm|de|al|camem)*berta?|gpt[0-9]*|llama[0-9]*|mistral|qwen[0-9]*|gemma[0-9]*|whisper|wav2vec2?|m?t5|bart|vit|xlm|lora|gguf)$`, word)
	contains(statements.letters(id), word)
}

_alike(a, b) if contains(statements.letters(a), statements.letters(statements.last(b)))

_alike(a, b) if contains(statements.letters(b), statements.letters(statements.last(a)))

# The identifiers in the card that have a name of this model.
_ids contains statement.value if {
	some statement in statements.about({"code", "named", "title"})
	regex.match(`^[\w.-]+/[\w.-]+$`, statement.value)
	some name in _names
	statements.letters(statements.last(statement.value)) == statements.letters(name)
	not _is_base(statement.value)
}

# A title that is an identifier is the name of this model.
_ids contains statement.value if {
	some statement in statements.about({"title"})
	regex.match(`^[\w.-]+/[\w.-]+$`, statement.value)
}

_names contains name if {
	some name in array.concat([input.head.name, input.head.card.name.value], [statement.value | some statement in statements.about({"title"}); not contains(statement.value, "/")])
	count(statements.letters(name)) >= 4
}

_own_name := [id | some id in sort(_ids)][0] if {
	count(_ids) > 0
} else := _name

_name := [name | some name in sort(_names); regex.match(`^[\w.]+(?:[-_][\w.]+)+$`, name)][0] if {
	some name in _names
	regex.match(`^[\w.]+(?:[-_][\w.]+)+$`, name)
} else := ""
