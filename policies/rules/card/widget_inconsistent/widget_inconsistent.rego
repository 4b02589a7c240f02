# METADATA
# title: Example of another task
# description: The examples under `widget` must fit the task of the model. Users try the model with them, and one for another task fails.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Replace the example with an input for the task, or correct `pipeline_tag`.
#   sources:
#     - https://huggingface.co/docs/hub/models-widgets
#     - "huggingface/hub-docs docs/hub/models-widgets-examples.md"
#   example: |
#     pipeline_tag: text-classification
#     widget:
#       - text: I like it.   # not src: https://example.com/speech.flac
package modelgate.rules.card.widget_inconsistent

import data.modelgate.lib.crowds
import data.modelgate.tasks

applies if {
	count(input.head.card.widgets) > 0
	input.head.card.task.present
}

deny contains finding if some finding in crowds.few(_found)

_found contains {"at": first.at, "key": sprintf("widget of %s", [kind]), "message": sprintf("the example is %s, but the model's task is %q", [_called[kind], task.value]), "related": [{"at": task.at, "message": "the model's task"}]} if {
	applies
	task := input.head.card.task
	some kind in {widget.kind | some widget in input.head.card.widgets}
	not _fits(kind, task.value)
	first := [widget | some widget in input.head.card.widgets; widget.kind == kind][0]
}

# A masked word is an example for models that fill it in.
_found contains {"at": widget.at, "key": "widget with a mask", "message": sprintf("the example has %q, but the model's task is %q", [mask, task.value]), "related": [{"at": task.at, "message": "the model's task"}]} if {
	applies
	task := input.head.card.task
	task.value in tasks.items
	not task.value in {"fill-mask", "feature-extraction", "other"}
	widget := [widget | some widget in input.head.card.widgets; regex.match(_masked, widget.text)][0]
	mask := regex.find_n(_masked, widget.text, 1)[0]
}

_found contains {"at": widget.at, "key": "widget without a mask", "message": "the example has no word to fill in, such as [MASK] or <mask>"} if {
	applies
	input.head.card.task.value == "fill-mask"
	without := [widget | some widget in input.head.card.widgets; widget.kind == "text"; not _is_masked(widget.text)]
	widget := without[0]
}

# Another mask than that of the metadata.
_found contains {"at": widget.at, "key": "widget with another mask", "message": sprintf("the example has %q, but mask_token is %q", [mask, token]), "related": [{"at": input.head.card.mask_token.at, "message": "the mask"}]} if {
	applies
	token := input.head.card.mask_token.value
	token != ""
	some widget in input.head.card.widgets
	mask := regex.find_n(_masked, widget.text, 1)[0]
	mask != token
	not contains(widget.text, token)
}

# Another mask than that of the only base model, whose tokenizer the model has.
_found contains {"at": widget.at, "key": "widget with another mask", "message": sprintf("the example has %q, but base model %q has %q", [mask, base.value, token]), "related": [{"at": base.at, "message": "the base model"}]} if {
	applies
	input.head.card.task.value == "fill-mask"
	input.head.card.mask_token.value == ""
	count(input.head.card.base_models.items) == 1
	base := input.head.card.base_models.items[0]
	some token, beginnings in tasks.masks
	some beginning in beginnings
	startswith(lower(base.value), beginning)
	some widget in input.head.card.widgets
	mask := regex.find_n(_masked, widget.text, 1)[0]
	mask != token
	not contains(widget.text, token)
}

_masked := `\[MASK\]|<mask>`

_is_masked(text) if regex.match(`(?i)mask|<extra_id_0>|\[gmask\]|_{2,}`, text)

_is_masked(text) if {
	input.head.card.mask_token.value != ""
	contains(text, input.head.card.mask_token.value)
}

_is_masked(text) if count(text) >= 190 # of which the evidence has the beginning only

_fits(kind, _) if kind in {"text", "other"}

_fits(_, task) if not tasks.data[task]

_fits(kind, task) if {
	kind in {"audio", "image"}
	some input_kind in tasks.data[task]
	input_kind in {kind, "any", "video", "control"}
}

_fits(kind, task) if task in tasks.widgets[kind]

_called := {"audio": "audio", "image": "an image", "question": "a question about a text", "sentences": "sentences to compare", "labels": "a text with labels to choose from"}
