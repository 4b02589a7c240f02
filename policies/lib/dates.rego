# METADATA
# title: Dates
# description: >-
#   Days as YYYY-MM-DD, which compare as strings. The one clock is input.now.
package modelgate.lib.dates

# today is the day of the run, in UTC.
today := substring(input.now, 0, 10)

# in_days is the day that lies a number of days after today.
in_days(days) := substring(time.format(time.add_date(time.parse_rfc3339_ns(input.now), 0, 0, days)), 0, 10)

# is_day reports whether a text is a day of the calendar that compares as one:
# not empty, not beyond the year 9999, and not February 30. What is no text,
# such as null, is none. Patterns never fail, as the functions of time do.
is_day(text) if {
	is_string(text)
	regex.match(`^\d{4}-((0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|1\d|2[0-8]))$`, text)
}

is_day(text) if {
	is_string(text)
	regex.match(`^(\d\d(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29$`, text)
}

# is_later reports whether a text is a day after today. What is no day is not.
is_later(text) if {
	is_day(text)
	text > today
}
