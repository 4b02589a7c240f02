# METADATA
# title: Text contradicts a table
# description: A metric in the text of the card must have the value that a table of the card has for the same metric and dataset. One of the two misleads readers.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Correct the value that is wrong. If the sentence is about another dataset, split or model, name it there.
#   sources:
#     - "Mitchell et al., Model Cards for Model Reporting, 2019, section 4.4, https://doi.org/10.1145/3287560.3287596"
#     - Regulation (EU) 2024/1689, Art. 15(3)
#   controls: [eu-ai-act/Art. 15(3)]
#   example: |
#     The model reaches 89.4 % accuracy on SST-2.   # and in the table: | SST-2 | 89.4 |
package modelgate.rules.card.text_contradicts_table

import data.modelgate.lib.metrics
import data.modelgate.lib.rounding

applies if count(input.head.card.tabled_metrics) > 0

# No cell that is about the same, or that may be, has the value.
deny contains {"at": told.at, "key": sprintf("metric %s %s", [lower(told.metric), told.raw]), "message": sprintf("the text states %q as %s%s, but a table states %s", [told.metric, told.raw, _on(told), cell.raw]), "related": [{"at": cell.at, "message": "the value in the table"}]} if {
	some metric in input.head.card.tabled_metrics
	told := metric.stated
	cell := metric.same[0]
	every other in array.concat(metric.same, metric.alike) { not _fits(told, metric.bound, other) }
}

_fits(told, bound, cell) if rounding.fits(told, bound, cell, _scales(told, cell))

_fits(told, _, cell) if {
	some scale in _scales(told, cell)
	rounding.agree_at(told, cell, scale)
}

# Only a share of something has one value as a fraction and as a percentage.
_scales(told, cell) := [1] if {
	metrics.kind(told.metric) in {"positive", "branching"}
} else := rounding.scales(told, cell)

_on(told) := sprintf(" on %q", [told.dataset]) if {
	told.dataset != ""
	told.dataset != told.metric
} else := ""
