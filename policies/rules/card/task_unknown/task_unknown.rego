# METADATA
# title: Unknown task
# description: The value of `pipeline_tag` should be a task that the Hugging Face Hub knows. The list grows, so this is a warning.
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
import data.modelgate.tasks

applies if input.head.card.present

deny contains object.union({"at": task.at, "message": message}, _suggestion(task.value)) if {
	task := input.head.card.task
	task.present
	not task.value in tasks.items
	not placeholders.is(task.value)
	message := sprintf("unknown task %q: not in the task list of %s%s", [task.value, tasks.date, _advice(task.value)])
}

_advice(value) := sprintf("; write %q", [_known(value)]) if _known(value)

else := ""

_suggestion(value) := {"suggestion": {"replace_value": _known(value)}} if _known(value)

else := {}

# The task that differs from what is written in case and separators only.
_known(value) := plain if {
	plain := regex.replace(lower(trim_space(value)), `[ _]+`, "-")
	plain in tasks.items
}
