# METADATA
# title: Rounding
# description: Whether two numbers that people wrote are one, rounded.
package modelgate.lib.rounding

# Two values agree if the one with fewer digits is the other, rounded or cut off, as a fraction or
# a percentage.
agree(a, b) if {
	some scale in _scales(a, b)
	unit := max([_unit(a.places), _unit(b.places) * scale])
	abs(to_number(a.value) - (to_number(b.value) * scale)) <= unit * 1.01
}

# A whole number, such as 0, is no fraction.
_scales(a, b) := array.concat([1], array.concat([100 | b.places > 0], [0.01 | a.places > 0]))

_unit(places) := to_number(sprintf("1e-%d", [min([12, places])]))
