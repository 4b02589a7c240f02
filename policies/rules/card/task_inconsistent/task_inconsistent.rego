# METADATA
# title: Tasks that do not go together
# description: The card's task, its library and the tasks of its results are about the same kind of data. A model for images whose results are of speech is another model's card.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Correct the task, the library or the result that belongs to another model.
#   sources:
#     - "huggingface/huggingface.js packages/tasks/src/pipelines.ts (modality of each task) and model-libraries.ts"
#   example: |
#     pipeline_tag: automatic-speech-recognition
#     model-index:
#       - name: m
#         results:
#           - task: {type: automatic-speech-recognition}
package modelgate.rules.card.task_inconsistent

import data.modelgate.tasks

applies if {
	input.head.card.present
	input.head.card.task.present
}

deny contains finding if {
	task := input.head.card.task
	some entry in input.head.card.model_index
	some result in entry.results
	result.task.value in _foreign
	finding := {
		"at": result.task.at,
		"key": sprintf("task %s", [result.task.value]),
		"message": sprintf("a result is of task %q, and the model's task is %q", [result.task.value, task.value]),
		"related": [{"at": task.at, "message": "the model's task"}],
	}
}

deny contains finding if {
	task := input.head.card.task
	library := input.head.card.library
	_apart(_data(task.value), {kind | some kind in tasks.libraries[lower(library.value)]})
	finding := {
		"at": library.at,
		"message": sprintf("library %q is not one for task %q", [library.value, task.value]),
		"related": [{"at": task.at, "message": "the model's task"}],
	}
}

# The tasks of results that are about other data than the model's.
_foreign contains value if {
	some value in {result.task.value | some entry in input.head.card.model_index; some result in entry.results; result.task.present}
	_apart(_data(input.head.card.task.value), _data(value))
}

# The kinds of data that a task is about.
_data(task) := {kind | some kind in tasks.data[task]}

_apart(one, other) if {
	count(one) * count(other) > 0 # nothing is said of what is not known
	not "any" in one
	not "any" in other
	count(one & other) == 0
}
