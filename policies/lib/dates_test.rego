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

test_is_day_of_the_calendar if {
	every day in ["2026-01-31", "2026-02-28", "2026-04-30", "2026-12-31", "2028-02-29", "2000-02-29", "0001-01-01", "9999-12-31"] {
		dates.is_day(day)
	}
	every text in [
		"2027-99-99", "2026-02-30", "2026-13-01", "2026-00-10", "2026-01-00", "2026-01-32", "2026-04-31", "2026-11-99",
		"2026-02-29", "2100-02-29", "1900-02-29", "2026-1-1", " 2026-01-01", "2026-01-01\n", "2026-01-01T00:00:00Z", "２０２６-01-01",
	] {
		not dates.is_day(text)
	}
	every other in [true, {}, [], {"2026-01-01"}, ["2026-01-01"]] {
		not dates.is_day(other)
	}
}

test_is_later if {
	dates.is_later("2026-11-16") with input as at("2026-11-15T23:59:59Z")
	every text in ["2026-11-15", "2026-11-14", "2027-02-30", "soon", "", null, 20271116] {
		not dates.is_later(text) with input as at("2026-11-15T23:59:59Z")
	}
}
