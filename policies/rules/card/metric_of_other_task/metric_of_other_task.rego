# METADATA
# title: Metric for another kind of task
# description: The metrics of the metadata must be those that the model is evaluated with. A metric for generated text does not fit a model that classifies, and none of its results has it.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Remove the metric from `metrics`, or add the result that it has.
#   sources:
#     - https://huggingface.co/metrics
#     - "huggingface/huggingface.js packages/tasks, the metrics of each task"
#   example: |
#     pipeline_tag: text-classification
#     metrics: [accuracy, f1]   # not rouge
package modelgate.rules.card.metric_of_other_task

import data.modelgate.lib.statements

applies if count(input.head.card.metrics.items) > 0

deny contains {"at": item.at, "key": sprintf("metric %s", [item.value]), "message": sprintf("metric %q is for %s, but %s", [item.value, kind, _shown])} if {
	applies
	some item in array.slice(input.head.card.metrics.items, 0, 50)
	some kind, words in _measures
	name := statements.letters(item.value)
	regex.match(sprintf("^(?:%s)$", [words]), name)
	_shown
	every text in _told { not contains(statements.letters(text), regex.replace(name, `[0-9].*$|l(?:sum)?$`, "")) }
}

# What shows that the model puts things into classes: its task, or all of its results.
_shown := sprintf("the model's task is %q", [input.head.card.task.value]) if {
	input.head.card.task.value in _classifying
} else := sprintf("all %d results are of %s", [count(_results), concat(", ", array.slice(sort({lower(claim.metric) | some claim in _results}), 0, 3))]) if {
	not input.head.card.task.present
	count(_results) >= 2
	every claim in _results { regex.match(`(?i)^(?:accuracy|acc|f1|precision|recall|auc|roc_?auc)(?:[^a-z].*)?$`, claim.metric) }
}

_results := [claim | some claim in input.head.card.claims; contains(claim.at, "#/model-index/")]

_classifying := {"text-classification", "token-classification", "image-classification", "audio-classification", "zero-shot-classification", "tabular-classification", "object-detection", "image-segmentation"}

_measures := {
	"generated text": "rouge(?:[12]|l|lsum)?|bleu|sacrebleu|googlebleu|gleu|meteor|chrf|ter|cider|sari",
	"speech recognition": "wer|cer|worderrorrate|charactererrorrate",
}

# Where the card has the metric as well.
_told := array.concat(
	array.concat([claim.metric | some claim in input.head.card.claims], [claim.metric_name | some claim in input.head.card.claims]),
	array.concat(
		[metric.metric | some metric in input.head.card.body_metrics],
		array.concat([claim.metric | some claim in input.head.card.table_claims], [tag.value | some tag in input.head.card.tags.items]),
	),
)
