# METADATA
# title: Text contradicts the task
# description: The task that the text or the code of the card names must fit `pipeline_tag`. Users filter models by the task, and tools run the model with it.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Correct `pipeline_tag` or the text. If the model performs several tasks, name all of them in the text or in `tags`.
#   sources:
#     - "huggingface/huggingface.js packages/tasks/src/pipelines.ts"
#     - "huggingface/hub-docs modelcard.md, pipeline_tag"
#     - "huggingface/transformers src/transformers/pipelines/__init__.py"
#   example: |
#     pipeline_tag: text-classification   # and in the text: This is a sentiment classifier
package modelgate.rules.card.task_text_contradicts

import data.modelgate.architectures as table
import data.modelgate.lib.statements
import data.modelgate.tasks

applies if {
	input.head.card.task.present
	count(input.head.card.statements) > 0
}

deny contains {"at": first.at, "key": "task", "message": sprintf("the text states %q, which is task %q, but the metadata's task is %q", [first.words, first.task, input.head.card.task.value]), "related": [{"at": input.head.card.task.at, "message": "the model's task"}]} if {
	applies
	tasks.told[input.head.card.task.value]
	count(_told) > 0
	every one in _told { not _near(one.task) }
	not _tagged
	first := _told[0]
}

# All code runs the model for other tasks.
deny contains {"at": _miscalled.at, "key": "code", "message": sprintf("the code runs %q, which does not fit the metadata's task %q", [_miscalled.value, input.head.card.task.value]), "related": [{"at": input.head.card.task.at, "message": "the model's task"}]} if {
	applies
	_miscalled
}

_miscalled := calls[0] if {
	input.head.card.task.value in tasks.items
	not input.head.card.task.value in table.open
	calls := [call | some call in statements.about({"call"}); count(_runs(call.value)) > 0]
	count(calls) > 0
	every call in calls {
		every task in _runs(call.value) { not _near_code(task) }
	}
} else := pipelines[0] if {
	# Classes of a model fit, and the one pipeline is for another kind of output.
	input.head.card.task.value in _heads
	pipelines := [call | some call in statements.about({"call"}); some task in tasks.called[call.value]; task in _heads]
	count(pipelines) == 1
	every call in pipelines { not _runs_own(call) }
}

_runs_own(call) if input.head.card.task.value in tasks.called[call.value]

# Tasks that each need a head of their own.
_heads := {"text-classification", "token-classification", "question-answering", "fill-mask", "image-classification", "object-detection", "automatic-speech-recognition", "audio-classification"}

# The tasks of a pipeline's name or of a class; none if it is in no table.
_runs(call) := {task | some task in tasks.called[regex.replace(call, `^translation_.*`, "translation")]} | {task | some head, fits in table.heads; endswith(call, head); some task in fits}

# The tasks that statements name, in the order of the card.
_told := [{"at": statement.at, "task": task, "words": found[0]} |
	some statement in statements.about({"title", "model", "purpose"})
	some task, words in tasks.told
	form := object.get(tasks.told_abroad, task, "$^")
	found := regex.find_n(sprintf(`(?i)\b(?:%s)\b|(?:%s)`, [words, form]), statement.value, 1)
	count(found) > 0
]

_near(task) if task == input.head.card.task.value

_near(task) if {
	some group in tasks.alike
	task in group
	input.head.card.task.value in group
}

# Of tasks of text, code of one may show the other: embeddings are of a model that fills masks.
_near_code(task) if task == input.head.card.task.value

_near_code(task) if {
	"text" in tasks.data[task]
	_near(task)
}

# A tag that names the task of the metadata as well does not show that it is right; one that
# names both shows that the model has several.
_tagged if {
	some tag in input.head.card.tags.items
	lower(tag.value) == input.head.card.task.value
	some one in _told
	some other in input.head.card.tags.items
	lower(other.value) == one.task
}
