# METADATA
# title: Text contradicts model-index or results
# description: A metric in the text of the card must have the value of model-index and of the evaluation result. Leaderboards read model-index and people read the text, so one of them is misled.
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

applies if count(input.head.card.text_claims) > 0

# A sentence about the metric of the only result.
deny contains finding if {
	some claim in input.head.card.text_claims
	claim.verdict == "contradicts"
	finding := {
		"at": claim.at,
		"key": sprintf("result of metric %s", [lower(claim.metric)]),
		"message": sprintf("the text states %q as %s, but the evaluation result is %q", [claim.metric, claim.raw, claim.evidence.value]),
		"related": [{"at": claim.evidence.at, "message": "the evaluation's result"}],
	}
}

# A metric of which the text has few values, and none of them is one of model-index.
deny contains finding if {
	some name, claims in _claimed
	count(claims) <= 5 # a text cannot repeat more
	told := [{"it": it, "claims": held} |
		some it in _told
		name in _names(it)
		held := [claim | some claim in claims; _comparable(it, claim)]
		count(held) > 0
	]
	count(told) > 0
	count({pair.it.value | some pair in told}) <= 3
	every pair in told {
		every claim in pair.claims { not _agree(pair.it, claim) }
	}
	pair := [pair | some pair in told; not pair.it.tabled][0]
	first := pair.it
	claim := _nearest(first, pair.claims)
	finding := {
		"at": first.at,
		"key": sprintf("metric %s", [name]),
		"message": sprintf("the text states %q as %s, but model-index states %s", [first.metric, first.raw, claim.raw]),
		"related": [{"at": claim.at, "message": "the value in model-index"}],
	}
}

# The claim whose value is nearest, whatever the scale.
_nearest(it, claims) := claims[i] if {
	[_, i] := min([[abs(to_number(it.value) - (metrics.value(claim) * scale)), i] | some i, claim in claims; some scale in [1, 100, 0.01]])
}

# The values of model-index by metric. A metric of the model's size is none.
_claimed := {name: [_indexed[i] | some i in places] | some name, places in crowds.by_metric(_indexed)}

_indexed := [claim | some claim in input.head.card.claims; claim.valid; contains(claim.at, "#/model-index/")]

# A sentence with the value of a cell may be about what that cell is of: the cells of the model follow.
_told contains {"at": it.at, "metric": it.metric, "dataset": it.dataset, "split": it.split, "raw": it.raw, "value": it.value, "unit": _unit(it.places), "tabled": it.tabled} if some it in input.head.card.body_metrics

_told contains {"at": it.at, "metric": it.metric, "dataset": it.dataset, "split": "", "raw": it.raw, "value": it.value, "unit": _unit(_places(it)), "tabled": false} if {
	some it in input.head.card.table_claims
	it.valid
}

# A text without a name of its own ("Test result") is about the only metric.
_names(it) := {metrics.plain(it.metric)} if metrics.kind(it.metric)

else := {name | some name, _ in _claimed} if {
	count(_claimed) == 1
	regex.match(`^(?i)(test|validation|eval(uation)?)? ?(results?|score)$`, trim_space(it.metric))
} else := set()

# What is said of another dataset, another part of it, or another average is no contradiction.
_comparable(it, claim) if {
	_of_one(it, claim)
	_of_split(it, claim)
	_averages(it.metric) in [set(), _averages(concat(" ", array.concat([claim.metric, claim.metric_name], [argument.value | some argument in claim.args])))]
}

_of_one(it, _) if it.dataset == ""

_of_one(it, claim) if {
	some name in [claim.dataset, claim.dataset_type, claim.config]
	name != ""
	_alike(it.dataset, name)
}

_of_split(it, claim) if {
	it.split == "validation"
	_split(claim) == "validation"
}

_of_split(it, claim) if {
	it.split != "validation"
	_split(claim) in [it.split, ""]
}

_of_split(it, _) if it.split == ""

_split(claim) := names[0] if {
	names := [name | some [name, words] in [["validation", `(?i)val|dev`], ["training", `(?i)train`], ["test", `(?i)test`]]; regex.match(words, claim.split)]
	count(names) > 0
} else := ""

# How a metric was averaged, as its name tells.
_averages(name) := {word | some word in regex.split(`[^a-z]+`, lower(name)); word in {"macro", "micro", "weighted", "samples", "binary", "balanced"}}

_alike(a, b) if contains(_letters(a), _letters(b))

_alike(a, b) if {
	_letters(a) != ""
	contains(_letters(b), _letters(a))
}

_letters(text) := regex.replace(lower(text), `[^\pL\pN]+`, "")

# Two values agree if the one with fewer digits is the other, rounded or cut off there, as
# a fraction or a percentage.
_agree(it, claim) if {
	some scale in [1, 100, 0.01]
	value := to_number(it.value)
	stated := metrics.value(claim) * scale
	unit := _unit(_places(claim)) * scale
	_near(value, stated, max([it.unit, unit]))
}

_near(a, b, unit) if abs(a - b) <= unit * 0.501

# Of two numbers with as many digits, one may be rounded and the other cut off.
_near(a, b, unit) if {
	abs(a - b) <= unit * 1.01
	abs(a - b) <= abs(b) * 0.002
}

_near(a, b, unit) if {
	floor((abs(a) / unit) * 1.0000001) == floor((abs(b) / unit) * 1.0000001)
}

# The unit of the last of some decimal places.
_unit(places) := to_number(sprintf("1e-%d", [min([12, places])]))

# The decimal places that a value is written with.
_places(claim) := count(parts[0][1]) if {
	parts := regex.find_all_string_submatch_n(`^[^0-9]*[0-9][0-9,]*\.?([0-9]*)`, claim.raw, 1)
	not regex.match(`[eE]`, claim.raw)
} else := 12
