# METADATA
# title: Controls of laws
# description: >-
#   The laws that apply to the cards, and what the cards lack or say against the
#   controls of their packs (policies/regimes).
package modelgate.lib.controls

import data.modelgate.lib.dates
import data.modelgate.packs as table

# with_rules are the laws whose controls have rules of their own: LAW/tag_missing.
with_rules := {"ccpa", "colorado", "eu_ai_act", "gdpr", "hipaa", "lgpd", "pipl", "uk_gdpr", "us_28cfr202"}

# checked reports whether a law applies to a card.
checked(regime) if {
	some law in input.laws
	law.regime == regime
}

# under are the datasets that a law applies to, while a control of it is in force.
under(regime, control) := {dataset |
	_begun(regime, control)
	some dataset in input.head.datasets
	dataset.card.present
	some law in input.laws
	law.regime == regime
	law.card == dataset.card.path
}

_begun(regime, control) if table[regime].controls[control].from <= dates.today

# on reports whether a day of the run is one of a control's: it has begun and not ended.
on(regime, control) if {
	_begun(regime, control)
	object.get(table[regime].controls[control], "to", "9999-12-31") >= dates.today
}

# values are those of a tag that a law has of its own.
values(card, name) := [value |
	some tag in card.regime_tags
	tag.name == name
	some value in tag.values
]

# is reports whether such a tag has a value.
is(card, name, text) if {
	some value in values(card, name)
	value.value == text
}

# found are the findings on the controls in force of a law, of one kind.
found(regime, kind) := object.get(_found, [regime, kind], set()) if checked(regime)

# Each rule of each law would go through all of them.
_found[control.regime][problem.kind] contains finding(control, problem) if {
	some control in input.controls
	control.state == "in_force"
	some problem in control.problems
}

# finding is a problem of a control as a finding.
finding(control, problem) := {
	"at": problem.at,
	"key": sprintf("%s.%s %s", [control.regime, control.id, problem.tag]),
	"message": sprintf("%s: %s (%s): %s", [control.subject, problem.words, control.article, problem.ask]),
}

# endings are the tags whose change ends controls of laws: each with its place, its key
# and its words. The whole law ends with a control without an id.
endings(ended) := {[e.at, sprintf("%s of %s", [e.tag, e.regime]), sprintf("%s, so %q no longer applies", [e.words, e.regime])] |
	some e in ended
	e.id == ""
} | {[e.at, sprintf("%s of %s", [e.tag, e.regime]), sprintf("%s, which ends %s: %s", [e.words, _counted(titles), concat("; ", array.slice(titles, 0, 3))])] |
	named := _titles(ended)
	some e in ended
	e.id != ""
	titles := sort(object.keys(named[e.regime][e.tag]))
}

# _titles are the titles of controls by regime and tag, made in one pass.
_titles(ended) := object.union_n([{e.regime: {e.tag: {sprintf("%s (%s)", [e.title, e.article]): true}}} | some e in ended])

_counted(titles) := "1 control" if count(titles) == 1

_counted(titles) := sprintf("%d controls", [count(titles)]) if count(titles) > 1
