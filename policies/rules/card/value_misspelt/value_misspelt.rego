# METADATA
# title: Misspelled library, metric or tag
# description: The library, the metrics and the tags of tasks should have the names that tools know. A name with a letter too many or too few is ignored.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Correct the name. If it is the name of something else, waive the finding.
#   sources:
#     - "huggingface/huggingface.js packages/tasks/src/model-libraries.ts"
#     - https://huggingface.co/metrics
#   example: |
#     library_name: transformers   # not transfomers
package modelgate.rules.card.value_misspelt

import data.modelgate.keys as table
import data.modelgate.lib.licenses
import data.modelgate.lib.spelling
import data.modelgate.metrics
import data.modelgate.tasks

applies if {
	input.head.card.present
	licenses.as_hub
}

deny contains {"at": library.at, "key": "library", "message": sprintf("unknown library %q%s", [library.value, spelling.advice(meant)]), "suggestion": {"replace_value": meant}} if {
	applies
	library := input.head.card.library
	library.present
	not lower(library.value) in table.libraries
	meant := spelling.nearest(lower(library.value), table.libraries)
	meant != ""
	_letters(lower(library.value)) != _letters(meant)
}

deny contains {"at": item.at, "key": sprintf("metric %s", [item.value]), "message": sprintf("unknown metric %q%s", [item.value, spelling.advice(meant)])} if {
	applies
	some item in array.slice(input.head.card.metrics.items, 0, 50)
	name := _plain(item.value)
	count(name) >= 6 # rmsd is no misspelled rmse
	not name in _metrics
	meant := spelling.nearest(name, _metrics)
	meant != ""
	_letters(name) != _letters(meant) # rouge3 is none of rouge1
}

deny contains {"at": tag.at, "key": sprintf("tag %s", [tag.value]), "message": sprintf("unknown tag %q%s", [tag.value, spelling.advice(meant)])} if {
	applies
	some tag in array.slice(input.head.card.tags.items, 0, 50)
	contains(tag.value, "-")
	not lower(tag.value) in _tasks
	meant := spelling.nearest(lower(tag.value), _tasks)
	meant != ""
	count(meant) >= 10
	regex.replace(meant, "[^a-z]", "") != regex.replace(lower(tag.value), "[^a-z]", "")
	not lower(tag.value) in {sprintf("%ss", [meant]), trim_suffix(meant, "s")}
}

_tasks contains task if some task in tasks.items

_tasks contains task if some task, _ in tasks.data

_metrics contains name if some name, _ in metrics.items

_metrics contains name if some name, _ in metrics.aliases

_metrics contains name if {
	some names in metrics.directions
	some name in names
}

_plain(value) := regex.replace(lower(value), `[ _-]`, "")

_letters(value) := regex.replace(value, `[0-9.]`, "")
