# METADATA
# title: Unknown task
# description: The value of `pipeline_tag` and the task of each result must be one that the Hugging Face Hub knows, or that the format of the card has. The list grows, so this is a warning.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Write a task from the list, or remove the key.
#   sources:
#     - https://huggingface.co/tasks
#     - "huggingface/huggingface.js packages/tasks/src/pipelines.ts"
#   example: |
#     pipeline_tag: text-classification
package modelgate.rules.card.task_unknown

import data.modelgate.lib.placeholders
import data.modelgate.lib.spelling
import data.modelgate.tasks

applies if input.head.card.present

deny contains object.union({"at": task.at, "message": message}, _suggestion(task.value)) if {
	task := input.head.card.task
	task.present
	not task.value in tasks.items
	not task.value in object.get(tasks.own, input.head.card.format, [])
	not placeholders.is(task.value)
	message := sprintf("unknown task %q: not in the task list of %s%s", [task.value, tasks.date, _advice(task.value)])
}

# The task of a result is one of the list, a part of one, or an older name. Another word
# may be that of a benchmark: only what is nearly a known one is a mistake.
deny contains object.union({"at": task.at, "key": sprintf("task %s", [task.value]), "message": sprintf("unknown task %q of a result%s", [task.value, _advice(task.value)])}, _suggestion(task.value)) if {
	some task in array.slice(_doubtful, 0, 1000)
	_advice(task.value) != ""
	not placeholders.is(task.value)
}

# Each task of results that is not known, where it is first. Nobody writes so many.
_doubtful := [task |
	some value, places in _places
	not value in tasks.items
	not tasks.data[lower(value)]
	task := _results[min(places)].task
]

_results := [result | some entry in input.head.card.model_index; some result in entry.results; result.task.present]

_places[result.task.value] contains i if some i, result in _results

_advice(value) := sprintf("; write %q", [_known(value)]) if _known(value)

else := spelling.advice(_near(value))

_near(value) := spelling.nearest(lower(value), array.concat(tasks.items, [name | some name, _ in tasks.data]))

_suggestion(value) := {"suggestion": {"replace_value": _known(value)}} if _known(value)

else := {}

# The task that differs from what is written in case and separators only.
_known(value) := plain if {
	plain := regex.replace(lower(trim_space(value)), `[ _]+`, "-")
	plain in tasks.items
}
