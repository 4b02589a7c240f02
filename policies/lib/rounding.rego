# METADATA
# title: Rounding
# description: Whether two numbers that people wrote are one, rounded.
package modelgate.lib.rounding

# Two values agree if the one with fewer digits is the other, rounded or cut off, as a fraction or
# a percentage.
agree(a, b) if {
	some scale in scales(a, b)
	agree_at(a, b, scale)
}

# agree_at compares two values of which the second is written at another scale.
agree_at(a, b, scale) if {
	unit := max([_unit(a.places), _unit(b.places) * scale])
	abs(to_number(a.value) - (to_number(b.value) * scale)) <= unit * 1.01
}

# fits reports whether a value is what a text means that writes "about", "over" or "below" in
# front of a number.
fits(a, bound, b, scales) if {
	bound == "about"
	some scale in scales
	abs(to_number(a.value) - (to_number(b.value) * scale)) <= _roughly(a)
}

fits(a, bound, b, scales) if {
	bound == "at_least"
	some scale in scales
	_scaled(a, b, scale)
	to_number(b.value) * scale >= to_number(a.value) - _unit(a.places)
}

fits(a, bound, b, scales) if {
	bound == "at_most"
	some scale in scales
	_scaled(a, b, scale)
	to_number(b.value) * scale <= to_number(a.value) + _unit(a.places)
}

# A bound is compared at one scale only: a fraction is below any percentage.
_scaled(a, b, 1) if {
	to_number(a.value) > 1
	to_number(b.value) > 1
}

_scaled(a, b, 1) if {
	to_number(a.value) <= 1
	to_number(b.value) <= 1
}

_scaled(a, b, 100) if {
	to_number(a.value) > 1
	to_number(b.value) <= 1
}

_scaled(a, b, 0.01) if {
	to_number(a.value) <= 1
	to_number(b.value) > 1
}

# What is about 90 may be 87, and what is about 95 may be 93.
_roughly(a) := 5 if {
	a.places == 0
	endswith(a.value, "0")
} else := 2.5 if {
	a.places == 0
	endswith(a.value, "5")
} else := 2 * _unit(a.places)

# scales are those that two values of a proportion may be written at. A whole number, such as 0,
# is no fraction.
scales(a, b) := array.concat([1], array.concat([100 | b.places > 0], [0.01 | a.places > 0]))

_unit(places) := to_number(sprintf("1e-%d", [min([12, places])]))
