# METADATA
# title: Text contradicts model-index
# description: A metric in model-index and in the text of the card must have the same value. Leaderboards read model-index and people read the text, so one of them is misled.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Correct the value that is wrong. If the text is about another dataset or model, name it in the sentence or the table.
#   sources:
#     - "huggingface/hub-docs modelcard.md, model-index"
#     - Regulation (EU) 2024/1689, Art. 15(3)
#   controls: [eu-ai-act/Art. 15(3)]
#   example: |
#     metrics:
#       - {type: accuracy, value: 0.843}   # and in the text: the accuracy is 0.843
package modelgate.rules.card.claim_contradicts_text

import data.modelgate.lib.crowds
import data.modelgate.lib.metrics

applies if {
	count(_claimed) > 0
	count(_told) > 0
}

# A metric of which the text has few values, and none of them is one of model-index.
deny contains finding if {
	some name, claims in _claimed
	count(claims) <= 5 # a text cannot repeat more
	told := [it | some it in _told; name in _names(it); _of_one(it, claims)]
	count(told) > 0
	count({it.value | some it in told}) <= 3
	every it in told {
		every claim in claims { not _agree(it, claim) }
	}
	first := told[0]
	claim := claims[0]
	finding := {
		"at": first.at,
		"key": sprintf("metric %s", [name]),
		"message": sprintf("the text states %q as %s, but model-index states %s", [first.metric, first.raw, claim.raw]),
		"related": [{"at": claim.at, "message": "the value in model-index"}],
	}
}

# The values of model-index by metric. A metric of the model's size is none.
_claimed := {name: [_indexed[i] | some i in places] | some name, places in crowds.by_metric(_indexed)}

_indexed := [claim | some claim in input.head.card.claims; claim.valid; contains(claim.at, "#/model-index/")]

_told contains {"at": it.at, "metric": it.metric, "dataset": it.dataset, "raw": it.raw, "value": it.value} if some it in input.head.card.body_metrics

_told contains {"at": it.at, "metric": it.metric, "dataset": it.dataset, "raw": it.raw, "value": it.value} if {
	some it in input.head.card.table_claims
	it.valid
}

# A text without a name of its own ("Test result") is about the only metric.
_names(it) := {metrics.plain(it.metric)} if metrics.kind(it.metric)

else := {name | some name, _ in _claimed} if {
	count(_claimed) == 1
	regex.match(`^(?i)(test|validation|eval(uation)?)? ?(results?|score)$`, trim_space(it.metric))
} else := set()

# What is said of another dataset is no contradiction.
_of_one(it, _) if it.dataset == ""

_of_one(it, claims) if {
	some claim in claims
	some name in [claim.dataset, claim.dataset_type, claim.config]
	name != ""
	_alike(it.dataset, name)
}

_alike(a, b) if contains(_letters(a), _letters(b))

_alike(a, b) if {
	_letters(a) != ""
	contains(_letters(b), _letters(a))
}

_letters(text) := regex.replace(lower(text), `[^\pL\pN]+`, "")

# Two values agree if one is the other after rounding, as a fraction or a percentage.
_agree(it, claim) if {
	some scale in [1, 100, 0.01]
	abs(to_number(it.value) - (metrics.value(claim) * scale)) <= max([_unit(it.value), _unit(claim.value) * scale]) * 1.01
}

# The unit of the last digit of a number.
_unit(value) := {0: 1, 1: 0.1, 2: 0.01, 3: 0.001, 4: 0.0001}[min([4, count(regex.find_n(`[0-9]`, regex.replace(value, `^[^.]*\.?`, ""), -1))])]
