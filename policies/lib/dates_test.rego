package modelgate.lib.dates_test

import data.modelgate.lib.dates

at(time) := {"now": time}

test_today if {
	dates.today == "2026-11-15" with input as at("2026-11-15T23:59:59Z")
}

test_in_days_crosses_months_and_years if {
	dates.in_days(30) == "2026-12-15" with input as at("2026-11-15T10:00:00Z")
	dates.in_days(60) == "2027-01-14" with input as at("2026-11-15T10:00:00Z")
	dates.in_days(1) == "2028-02-29" with input as at("2028-02-28T00:00:00Z")
}

test_is_day if {
	dates.is_day("2026-11-15")
	not dates.is_day("")
	not dates.is_day("12023-01-01")
	not dates.is_day(null)
	not dates.is_day(20261115)
}
