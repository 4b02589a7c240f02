# METADATA
# title: Model as its own base
# description: The base model must be another model. A model that names itself hides what it was made from.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Set `base_model` to the model that this one was made from. Remove the key if the model was trained from scratch.
#   sources:
#     - "Hugging Face, model cards, specifying a base model: https://huggingface.co/docs/hub/model-cards#specifying-a-base-model"
#   example: |
#     base_model: my-org/my-model   # in the card of my-org/my-model
package modelgate.rules.card.base_model_itself

import data.modelgate.base_models as table
import data.modelgate.lib.statements

applies if count(input.head.card.base_models.items) > 0

deny contains {"at": base.at, "key": sprintf("base %s", [base.value]), "message": sprintf("base model %q is the model itself", [base.value])} if {
	some base in input.head.card.base_models.items
	_is_own(trim_suffix(lower(base.value), "/"))
}

# The whole identifier is that of the model.
_is_own(id) if {
	some name in {input.head.name, input.head.id, input.head.card.name.value}
	id == lower(name)
}

_is_own(id) if {
	contains(id, "/")
	endswith(lower(input.head.id), sprintf("/%s", [id]))
}

# The directory has the owner and the name in one: org__m, models--org--m.
_is_own(id) if {
	contains(id, "/")
	trim_prefix(lower(statements.last(input.head.id)), "models--") in {replace(id, "/", sign) | some sign in ["__", "--", "_", "-"]}
}

# The title, or a model of model-index, has the whole identifier.
_is_own(id) if {
	contains(id, "/")
	id in {lower(name) | some name in _stated}
}

# A model of model-index has the name. A copy in another format keeps the model-index of what
# it was made from as well.
_is_own(id) if {
	count(input.head.card.model_index) == 1
	statements.last(id) == lower(input.head.card.model_index[0].name.value)
	not _repacked
	not input.head.card.base_models.items[0].relation.present
}

_stated contains statement.value if some statement in statements.about({"title"})

_stated contains model.name.value if some model in input.head.card.model_index

# The model has this name, and its code loads the base model as itself. A copy in another
# format has the name of what it was made from as well.
_is_own(id) if {
	contains(id, "/")
	some name in {input.head.name, statements.last(input.head.id)}
	statements.last(id) == lower(name)
	loaded := {lower(statement.value) | some statement in statements.about({"code"})}
	loaded == {id}
	not _repacked
	not input.head.card.base_models.items[0].relation.present
}

_repacked if {
	some word in array.concat([input.head.name, input.head.card.library.value], [tag.value | some tag in input.head.card.tags.items])
	regex.match(table.repacked, lower(word))
}
