# METADATA
# title: Inconsistent tasks
# description: The card's task, its tags, its library, the tasks of its results and the architecture in config.json or adapter_config.json must be for the same kind of data. Speech results for an image model belong to another card.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Correct the task, the library, the settings or the result that belongs to another model.
#   sources:
#     - "huggingface/huggingface.js packages/tasks/src/pipelines.ts (modality of each task) and model-libraries.ts"
#     - "huggingface/transformers utils/update_metadata.py (task of each architecture)"
#     - "huggingface/peft src/peft/utils/peft_types.py (task_type)"
#   example: |
#     pipeline_tag: automatic-speech-recognition
#     model-index:
#       - name: m
#         results:
#           - task: {type: automatic-speech-recognition}
package modelgate.rules.card.task_inconsistent

import data.modelgate.architectures as table
import data.modelgate.keys
import data.modelgate.lib.crowds
import data.modelgate.lib.statements
import data.modelgate.tasks

applies if {
	input.head.card.present
	input.head.card.task.present
}

applies if {
	count(input.head.card.model_index) > 0
	count(input.head.card.tags.items) > 0
}

applies if {
	input.head.card.library.present
	count(input.head.card.tags.items) > 0
}

deny contains finding if some finding in crowds.few(_found)

_found contains finding if {
	task := input.head.card.task
	some value in _foreign
	places := [result.task.at | some entry in input.head.card.model_index; some result in entry.results; result.task.value == value]
	finding := {
		"at": places[0],
		"key": sprintf("task %s", [value]),
		"message": sprintf("%s %q, but the model's task is %q", [_results(count(places)), value, task.value]),
		"related": [{"at": task.at, "message": "the model's task"}],
	}
}

_results(1) := "a result has task"

_results(n) := sprintf("%d results have task", [n]) if n > 1

# A tag that is a task needs data that the model's own does not have. Of several such
# tags, the model is for several tasks.
_found contains finding if {
	task := input.head.card.task
	own := _data(task.value)
	count(own) > 0
	not "any" in own
	named := [tag | some tag in input.head.card.tags.items; tag.value in tasks.items]
	every tag in named { tag.value != task.value }
	others := [tag | some tag in named; not "any" in _data(tag.value); count(_data(tag.value) - own) > 0]
	count(others) == 1
	count(others) == count(named)
	tag := others[0]
	every kind in _data(tag.value) - own { not _shown(kind, tag) }
	finding := {
		"at": tag.at,
		"key": sprintf("tag %s", [tag.value]),
		"message": sprintf("tag %q is another task, for %s, than the model's task %q", [tag.value, concat(" and ", sort(_data(tag.value))), task.value]),
		"related": [{"at": task.at, "message": "the model's task"}],
	}
}

# A tag is another task for the same data, and no tag is the model's own.
_found contains finding if {
	task := input.head.card.task
	tasks.told[task.value]
	every tag in input.head.card.tags.items { lower(tag.value) != task.value }
	named := [tag | some tag in input.head.card.tags.items; tasks.told[lower(tag.value)]]
	count({lower(tag.value) | some tag in named}) == 1
	tag := named[0]
	count(_data(lower(tag.value)) - _data(task.value)) == 0
	not "audio" in _data(tag.value) # a model of speech often listens and speaks
	every group in tasks.alike { count({lower(tag.value), task.value} - {one | some one in group}) > 0 }
	finding := {
		"at": tag.at,
		"key": sprintf("tag %s", [tag.value]),
		"message": sprintf("tag %q is another task than the model's task %q", [tag.value, task.value]),
		"related": [{"at": task.at, "message": "the model's task"}],
	}
}

# A library that makes embeddings, and a task of models with a head.
_found contains finding if {
	task := input.head.card.task
	lower(input.head.card.library.value) == "sentence-transformers"
	tagged := [tag | some tag in input.head.card.tags.items; lower(tag.value) in {"sentence-similarity", "feature-extraction"}]
	count(tagged) > 0
	task.value in {"fill-mask", "text-generation", "token-classification", "question-answering", "summarization", "translation", "text2text-generation"}
	every tag in input.head.card.tags.items { lower(tag.value) != task.value }
	finding := {
		"at": task.at,
		"key": "embeddings",
		"message": sprintf("task %q does not fit library %q and tag %q", [task.value, input.head.card.library.value, tagged[0].value]),
		"related": [{"at": tagged[0].at, "message": "the tag"}],
	}
}

# Without a task in the metadata the Hub takes the tag, and the title, the text and a result have
# another.
_found contains finding if {
	not input.head.card.task.present
	named := [tag | some tag in input.head.card.tags.items; lower(tag.value) in tasks.items]
	count(named) == 1
	tag := named[0]
	some task, words in tasks.told
	task != lower(tag.value)
	form := sprintf(`(?i)\b(?:%s)\b`, [words])
	results := [result.task | some entry in input.head.card.model_index; some result in entry.results; regex.match(form, replace(result.task.value, "-", " "))]
	count(results) > 0
	told := [statement | some statement in _describing; regex.match(form, replace(statement.value, "-", " "))]
	count(told) > 0
	own := object.get(tasks.told, lower(tag.value), "$^")
	every statement in _describing { not regex.match(sprintf(`(?i)\b(?:%s)\b`, [own]), replace(statement.value, "-", " ")) }
	every entry in input.head.card.model_index {
		every result in entry.results { regex.match(form, replace(result.task.value, "-", " ")) }
	}
	finding := {
		"at": tag.at,
		"key": sprintf("tag %s", [tag.value]),
		"message": sprintf("tag %q is another task than %q, of which the text and the results are", [tag.value, task]),
		"related": [{"at": told[0].at, "message": "the text"}],
	}
}

_describing := statements.about({"title", "model", "purpose", "call"})

# All results are of another task for the same data.
_found contains finding if {
	task := input.head.card.task
	tasks.told[task.value]
	named := [result.task | some entry in input.head.card.model_index; some result in entry.results; result.task.present]
	count({other.value | some other in named}) == 1
	other := named[0]
	tasks.told[other.value]
	other.value != task.value
	count(_data(other.value) & _data(task.value)) > 0
	every group in tasks.alike { count({other.value, task.value} - {one | some one in group}) > 0 }
	finding := {
		"at": other.at,
		"key": sprintf("task %s", [other.value]),
		"message": sprintf("%s %q, but the model's task is %q", [_results(count(named)), other.value, task.value]),
		"related": [{"at": task.at, "message": "the model's task"}],
	}
}

# A tag is a library that has nothing in common with that of the card.
_found contains finding if {
	library := input.head.card.library
	own := {module | some module in keys.modules[lower(library.value)]}
	some tag in input.head.card.tags.items
	lower(tag.value) != lower(library.value)
	lower(tag.value) != "transformers" # which others build on
	others := {module | some module in keys.modules[lower(tag.value)]}
	count(own) * count(others) > 0
	count(own & others) == 0
	finding := {
		"at": tag.at,
		"key": sprintf("tag %s", [tag.value]),
		"message": sprintf("tag %q is another library than the model's library %q", [tag.value, library.value]),
		"related": [{"at": library.at, "message": "the model's library"}],
	}
}

# A word of another tag, or of the model's names, shows that it is for this kind of data as well.
_shown(kind, tag) if {
	some other in input.head.card.tags.items
	other.value != tag.value
	_signed(kind, other.value)
}

_shown(kind, _) if {
	some text in array.concat([input.head.name, input.head.id, input.head.card.library.value], [base.value | some base in input.head.card.base_models.items])
	_signed(kind, text)
}

_signed(kind, text) if {
	some word in regex.split(`[^a-z0-9]+`, regex.replace(lower(text), `multi-modal`, "multimodal"))
	word in object.get(tasks.signs, kind, [kind])
}

_found contains finding if {
	task := input.head.card.task
	library := input.head.card.library
	_apart(_data(task.value), {kind | some kind in tasks.libraries[lower(library.value)]})
	finding := {
		"at": library.at,
		"message": sprintf("library %q does not support task %q", [library.value, task.value]),
		"related": [{"at": task.at, "message": "the model's task"}],
	}
}

_found contains finding if {
	task := input.head.card.task
	count(input.head.architectures) > 0
	task.value in tasks.items
	not task.value in table.open
	every architecture in input.head.architectures {
		fits := _fitting(architecture.value)
		count(fits) > 0
		not task.value in fits
	}
	not _rewards
	first := input.head.architectures[0]
	finding := {
		"at": task.at,
		"key": "architecture",
		"message": sprintf("task %q does not fit architecture %q in %s", [task.value, first.value, first.path]),
		"related": [{"at": first.at, "message": "the architecture"}],
	}
}

# The tasks that an architecture is for; none if it is not in the table.
_fitting(architecture) := {task | some head, fits in table.heads; endswith(architecture, head); some task in fits}

# A reward model has the head of a classifier and is published under the task of the model that it trains.
_rewards if {
	some text in array.concat([input.head.name, input.head.id], [tag.value | some tag in input.head.card.tags.items])
	regex.match(`(^|[^a-z])(reward|rm)([^a-z]|$)`, lower(text))
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
