# METADATA
# title: Rounding
# description: Whether two numbers that people wrote are one, rounded.
package modelgate.lib.rounding

# Two values agree if the one with fewer digits is the other, rounded or cut off, as a fraction or
# a percentage.
agree(a, b) if {
	some scale in [1, 100, 0.01]
	unit := max([_unit(a.places), _unit(b.places) * scale])
	abs(to_number(a.value) - (to_number(b.value) * scale)) <= unit * 1.01
}

_unit(places) := to_number(sprintf("1e-%d", [min([12, places])]))
