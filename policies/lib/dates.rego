# METADATA
# title: Dates
# description: >-
#   Days as YYYY-MM-DD, which compare as strings. The one clock is input.now.
package modelgate.lib.dates

# today is the day of the run, in UTC.
today := substring(input.now, 0, 10)

# in_days is the day that lies a number of days after today.
in_days(days) := substring(time.format(time.add_date(time.parse_rfc3339_ns(input.now), 0, 0, days)), 0, 10)

# is_day reports whether a text is a day that compares as one: not empty, and
# not beyond the year 9999. What is no text, such as null, is none.
is_day(text) if {
	is_string(text)
	regex.match(`^\d{4}-\d{2}-\d{2}$`, text)
}
