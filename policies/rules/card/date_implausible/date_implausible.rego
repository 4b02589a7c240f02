# METADATA
# title: Implausible date in the card
# description: A day in the text must be in the calendar and have its weekday, one on which something happened must be in the past, and a period must not end before it starts. An evaluation or a release before the training means that one of the dates is wrong.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Correct the date. If it is a plan, use the future tense.
#   sources:
#     - "Mitchell et al., Model Cards for Model Reporting, 2019, section 4.1 (model date), https://doi.org/10.1145/3287560.3287596"
#     - Regulation (EU) 2024/1689, Annex XI, section 1(1)(c)
#   example: |
#     # in the text: The model was trained in May 2021   (and the year is 2012)
package modelgate.rules.card.date_implausible

import data.modelgate.lib.dates

applies if count(input.head.card.stated_days) > 0

applies if count(input.head.card.stated_periods) > 0

applies if {
	some slip in input.head.card.slips
	slip.kind in {"year", "paper_year", "weekday", "release", "order"}
}

deny contains {"at": day.at, "key": sprintf("date %s", [day.value]), "message": sprintf("the text states the date %q, which is not in the calendar", [day.raw])} if {
	some day in input.head.card.stated_days
	not _is_possible(day.value)
}

deny contains {"at": day.at, "key": sprintf("date %s", [day.value]), "message": sprintf("the text states that something happened on %q, which is in the future", [day.raw])} if {
	some day in input.head.card.stated_days
	_is_possible(day.value)
	_first_day(day.value) > dates.in_days(1)
}

# One training and one release, and the training began later.
deny contains {"at": released[0].at, "key": "release", "message": sprintf("the text states that the model was released on %q, before it was trained on %q", [released[0].raw, trained[0].raw])} if {
	days := [day | some day in input.head.card.stated_days; not day.other; _is_possible(day.value)]
	released := [day | some day in days; day.event == "released"]
	trained := [day | some day in days; day.event == "trained"]
	count(released) == 1
	count(trained) > 0
	every day in trained { _first_day(substring(day.value, 0, count(released[0].value))) > _first_day(released[0].value) }
}

# One evaluation, and the training began later.
deny contains {"at": evaluated[0].at, "key": "evaluation", "message": sprintf("the text states that the model was evaluated on %q, before it was trained on %q", [evaluated[0].raw, trained[0].raw])} if {
	days := [day | some day in input.head.card.stated_days; not day.other; _is_possible(day.value)]
	evaluated := [day | some day in days; day.event == "evaluated"]
	trained := [day | some day in days; day.event == "trained"]
	count(evaluated) == 1
	count(trained) > 0
	every day in trained { _first_day(substring(day.value, 0, count(evaluated[0].value))) > _first_day(evaluated[0].value) }
}

# A publication that is to come has at most the year after this one.
deny contains {"at": slip.at, "key": sprintf("year %s", [slip.value]), "message": sprintf("the citation has year %s, which is in the future", [slip.value])} if {
	some slip in input.head.card.slips
	slip.kind == "year"
	_first_day(slip.value) > dates.in_days(366)
}

deny contains {"at": slip.at, "key": sprintf("paper %s", [slip.other]), "message": sprintf("the citation has year %s, but %q has a number from a later year", [slip.value, slip.other])} if {
	some slip in input.head.card.slips
	slip.kind == "paper_year"
}

deny contains {"at": slip.at, "key": sprintf("day %s", [slip.value]), "message": sprintf("the day in %q was a %s", [slip.value, slip.other])} if {
	some slip in input.head.card.slips
	slip.kind == "weekday"
}

deny contains {"at": slip.at, "key": "release file", "message": sprintf("the text states that the model was released on %q, but the files that it names are of %q", [slip.value, slip.other])} if {
	some slip in input.head.card.slips
	slip.kind == "release"
}

# As far as both days are written.
deny contains {"at": period.at, "key": sprintf("period %s %s", [period.from, period.to]), "message": sprintf("the card states a period from %q to %q, which ends before it starts", [period.from_raw, period.to_raw])} if {
	some period in input.head.card.stated_periods
	_is_possible(period.from)
	_is_possible(period.to)
	signs := min([count(period.from), count(period.to)])
	_first_day(substring(period.to, 0, signs)) < _first_day(substring(period.from, 0, signs))
}

# The first day that a year, a month or a day has.
_first_day(value) := concat("", [value, substring("0000-01-01", count(value), -1)])

# A day of the calendar, a month or a year.
_is_possible(value) if {
	count(value) == 10
	dates.is_day(value)
}

_is_possible(value) if {
	count(value) < 10
	regex.match(`^[0-9]{4}(-(0[1-9]|1[0-2]))?$`, value)
}

# A day of the model before all its papers, or data from after the training.
deny contains {"at": slip.at, "key": sprintf("order %s", [slip.value]), "message": sprintf("the text states %q, which is not possible with %q", [slip.value, slip.other])} if {
	some slip in input.head.card.slips
	slip.kind == "order"
}
