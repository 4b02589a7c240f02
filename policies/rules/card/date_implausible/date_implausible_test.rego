package modelgate.rules.card.date_implausible_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.date_implausible as rule

stated(event, value, raw, other) := {"at": "models/m/README.md#/sections/m", "event": event, "value": value, "raw": raw, "other": other}

on(days) := object.union(fixture.edit({"/head/card/stated_days": days}), {"now": "2026-11-30T10:00:00Z"})

test_fires_on_days_that_do_not_exist[value] if {
	some value in ["2019-02-30", "2025-13-01", "2025-13", "2023-06-31"]
	rule.deny == {{"at": "models/m/README.md#/sections/m", "key": sprintf("date %s", [value]), "message": sprintf("the text states the date %q, which is not in the calendar", [value])}} with input as on([stated("trained", value, value, false)])
}

test_fires_on_the_future[value] if {
	some value in ["2027", "2027-01", "2026-12-24"]
	rule.deny == {{"at": "models/m/README.md#/sections/m", "key": sprintf("date %s", [value]), "message": sprintf("the text states that something happened on %q, which is in the future", [value])}} with input as on([stated("other", value, value, true)])
}

test_fires_on_a_release_before_training if {
	rule.deny == {{"at": "models/m/README.md#/sections/m", "key": "release", "message": `the text states that the model was released on "March 2020", before it was trained on "June 2021"`}} with input as on([stated("trained", "2021-06", "June 2021", false), stated("released", "2020-03", "March 2020", false)])
}

test_fires_on_an_evaluation_before_training if {
	rule.deny == {{"at": "models/m/README.md#/sections/m", "key": "evaluation", "message": `the text states that the model was evaluated on "March 2020", before it was trained on "June 2021"`}} with input as on([stated("trained", "2021-06", "June 2021", false), stated("evaluated", "2020-03", "March 2020", false)])
	count(rule.deny) == 0 with input as on([stated("trained", "2021-06", "June 2021", false), stated("evaluated", "2021-06-30", "2021-06-30", false)])
	count(rule.deny) == 0 with input as on([stated("trained", "2021-06", "June 2021", false), stated("evaluated", "2020-03", "March 2020", false), stated("evaluated", "2021-07", "July 2021", false)])
}

period(from, to) := {"at": "models/m/README.md#/sections/m", "from": from, "from_raw": from, "to": to, "to_raw": to}

within(from, to) := fixture.edit({"/head/card/stated_days": [], "/head/card/stated_periods": [period(from, to)]})

test_fires_on_a_period_that_ends_before_it_starts[from] if {
	some [from, to] in [["2024-05", "2023-11"], ["2024-05-02", "2024-05-01"], ["2024-05-02", "2024-04"], ["2024", "2023-11"]]
	rule.applies with input as within(from, to)
	rule.deny == {{"at": "models/m/README.md#/sections/m", "key": sprintf("period %s %s", [from, to]), "message": sprintf("the card states a period from %q to %q, which ends before it starts", [from, to])}} with input as within(from, to)
}

test_silent_on_a_period[from] if {
	some [from, to] in [["2024-05", "2024-05"], ["2024-05-02", "2024-05"], ["2024", "2024-01"], ["2023-11", "2024-05"], ["2024-13", "2024-05"]]
	count(rule.deny) == 0 with input as within(from, to)
}

test_applies if rule.applies with input as on([stated("trained", "2020", "2020", false)])

test_silent_on[value] if {
	some value in ["2026", "2026-11", "2026-12-01", "2024-02-29", "1999"]
	count(rule.deny) == 0 with input as on([stated("trained", value, value, false)])
}

test_silent_on_other_releases if {
	count(rule.deny) == 0 with input as on([stated("trained", "2021-06", "June 2021", false), stated("released", "2020-03", "March 2020", true)])
	count(rule.deny) == 0 with input as on([stated("trained", "2021-06", "June 2021", false), stated("released", "2021", "2021", false)])
	count(rule.deny) == 0 with input as on([stated("trained", "2019-06", "June 2019", false), stated("trained", "2021-06", "June 2021", false), stated("released", "2020", "2020", false)])
}

slip(kind, value, other) := fixture.edit({"/head/card/slips": [{"at": "models/m/README.md#/sections/m", "kind": kind, "value": value, "other": other}]})

test_fires_on_slips[message] if {
	some [kind, value, other, message] in [
		["year", "2942", "", "the citation has year 2942, which is in the future"],
		["paper_year", "2012", "arXiv:2112.08547", `the citation has year 2012, but "arXiv:2112.08547" has a number from a later year`],
		["weekday", "Mon Apr 13 2022", "Wednesday", `the day in "Mon Apr 13 2022" was a Wednesday`],
		["order", "March 22, 2012", "arXiv:2103.13413", `the text states "March 22, 2012", which is not possible with "arXiv:2103.13413"`],
		["release", "2021-02-25", "2022-02-25", `the text states that the model was released on "2021-02-25", but the files that it names are of "2022-02-25"`],
	]
	[f.message | some f in rule.deny] == [message] with input as slip(kind, value, other)
}

test_silent_on_a_year_of_the_past if {
	rule.applies with input as slip("year", "2024", "")
	count(rule.deny) == 0 with input as slip("year", "2024", "")
}

test_not_applicable if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
