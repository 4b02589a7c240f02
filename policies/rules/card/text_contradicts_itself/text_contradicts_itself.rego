# METADATA
# title: Text contradicts itself
# description: Two sentences about the same metric of the model must state the same value.
# custom:
#   severity: {draft: note, review: note, production: warning}
#   remediation: Correct the value that is wrong. If the sentences are about different data or different models, name them.
#   sources:
#     - "Mitchell et al., Model Cards for Model Reporting, 2019, section 4.4, https://doi.org/10.1145/3287560.3287596"
#     - Regulation (EU) 2024/1689, Art. 15(3)
#   controls: [eu-ai-act/Art. 15(3)]
#   example: |
#     # in the text: The accuracy is 0.87.   (and in another section: the accuracy of 0.92)
package modelgate.rules.card.text_contradicts_itself

import data.modelgate.lib.metrics
import data.modelgate.lib.rounding

applies if count(input.head.card.body_metrics) > 1

deny contains {"at": second.at, "key": sprintf("metric %s", [name]), "message": sprintf("the text states %q as %s, and elsewhere as %s", [second.metric, second.raw, first.raw]), "related": [{"at": first.at, "message": "the other value"}]} if {
	count(input.head.card.body_metrics) <= 4 # of many, some are of other data
	count(input.head.card.table_claims) == 0
	some name, told in _told
	count({metric.value | some metric in told}) == 2
	count(told) == 2
	first := told[0]
	second := told[1]
	_section(first.at) != _section(second.at) # a section may list several settings
	_of_one_split(first.split, second.split)
	_measured(first.metric) == _measured(second.metric)
	not rounding.agree(first, second)
}

# What sentences state of the model without a dataset.
_told[name] := [metric | some metric in input.head.card.body_metrics; metrics.kind(metric.metric); metrics.plain(metric.metric) == name] if {
	some one in input.head.card.body_metrics
	name := metrics.plain(one.metric)
	every metric in input.head.card.body_metrics { _other_or_bare(metric, name) }
}

_other_or_bare(metric, _) if metric.dataset == ""

_other_or_bare(metric, name) if metrics.plain(metric.metric) != name

# A sentence that names no part of the data is about the test.
_of_one_split(a, a)

_of_one_split("", "test")

_of_one_split("test", "")

# The name of a metric without where it was measured.
_measured(name) := regex.replace(lower(name), `^((the|test|final|overall)[ _-])+|[ _-]score$`, "")

# The anchor of a sentence without the sentence.
_section(at) := regex.replace(at, `(#/sections/[^/]*)/.*$`, "$1")
