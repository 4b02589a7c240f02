# METADATA
# title: Text contradicts the task
# description: The task that the text of the card names must fit `pipeline_tag`. Users filter models by the task, and tools run the model with it.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Correct `pipeline_tag` or the text. If the model performs several tasks, name all of them in the text or in `tags`.
#   sources:
#     - "huggingface/huggingface.js packages/tasks/src/pipelines.ts"
#     - "huggingface/hub-docs modelcard.md, pipeline_tag"
#   example: |
#     pipeline_tag: text-classification   # and in the text: This is a sentiment classifier
package modelgate.rules.card.task_text_contradicts

import data.modelgate.lib.statements
import data.modelgate.tasks

applies if {
	tasks.told[input.head.card.task.value]
	count(input.head.card.statements) > 0
}

deny contains {"at": first.at, "key": "task", "message": sprintf("the text states %q, which is task %q, but the metadata's task is %q", [first.words, first.task, input.head.card.task.value]), "related": [{"at": input.head.card.task.at, "message": "the model's task"}]} if {
	applies
	count(_told) > 0
	every one in _told { not _near(one.task) }
	not _tagged
	first := _told[0]
}

# The tasks that statements name, in the order of the card.
_told := [{"at": statement.at, "task": task, "words": found[0]} |
	some statement in statements.about({"title", "model", "purpose"})
	some task, words in tasks.told
	found := regex.find_n(sprintf(`(?i)\b(?:%s)\b`, [words]), statement.value, 1)
	count(found) > 0
]

_near(task) if task == input.head.card.task.value

_near(task) if {
	some group in tasks.alike
	task in group
	input.head.card.task.value in group
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
