# METADATA
# title: Withdrawn declarations
# description: What a model stated on the base, what duties follow from, and what it does not state any more.
package modelgate.lib.withdrawn

import data.modelgate.lib.controls
import data.modelgate.lib.weights
import data.modelgate.sections as table

_both if {
	input.base.present
	input.head.card.present
	not input.head.card.unread
}

# found is what is withdrawn: a place, a key and the words.
found contains {"at": input.head.card.risk_class.at, "key": "risk class", "words": sprintf("the risk class %q is %s", [input.base.card.risk_class.value, _now])} if {
	_both
	_high_risk(input.base.card)
	not _high_risk(input.head.card)
}

found contains {"at": input.head.card.base_models.at, "key": sprintf("base model %s", [name]), "words": sprintf("base model %q is no longer named, but the model's artifacts are unchanged", [name])} if {
	_both
	weights.unchanged
	some name in (_bases(input.base) - _bases(input.head))
}

found contains {"at": input.head.manifest.purposes.at, "key": "purposes", "words": "the manifest no longer states a purpose"} if {
	_both
	count(input.base.manifest.purposes.items) > 0
	count(input.head.manifest.purposes.items) == 0
}

found contains {"at": at, "key": key, "words": words} if {
	_both
	some [at, key, words] in controls.endings(_ended)
}

# A risk class that is high is the first of these findings.
_ended contains e if {
	some e in input.ended
	e.tag != "risk_class"
}

_ended contains e if {
	some e in input.ended
	not _high_risk(input.base.card)
}

_now := sprintf("changed to %q", [input.head.card.risk_class.value]) if {
	input.head.card.risk_class.present
} else := "withdrawn"

_high_risk(card) if regex.replace(lower(card.risk_class.value), `[ _]`, "-") in table.high_risk_classes

# Whatever file of the model names it.
_bases(side) := {lower(base.value) | some base in array.concat(_named(side), side.named_bases)}

_named(side) := [{"value": base.value} | some base in side.card.base_models.items]
