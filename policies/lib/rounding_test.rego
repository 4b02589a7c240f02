package modelgate.lib.rounding_test

import data.modelgate.lib.rounding

test_agree[a] if {
	some [a, b] in [["0.87", "87"], ["0.871", "87.1"], ["87.1", "0.8712"], ["0.87", "0.879"]]
	rounding.agree(_number(a), _number(b))
	rounding.agree(_number(b), _number(a))
}

test_differ[a] if {
	some [a, b] in [["0.87", "0.89"], ["0.87", "92"], ["91.2", "89.4"], ["0.894", "91.2"], ["0", "73.2"], ["1", "73.2"], ["3", "287.1"]]
	not rounding.agree(_number(a), _number(b))
	not rounding.agree(_number(b), _number(a))
}

test_fits[a] if {
	some [a, bound, b] in [["90", "about", "87.1"], ["95", "about", "93.1"], ["0.9", "about", "0.87"], ["0.85", "at_least", "0.91"], ["85", "at_least", "0.91"], ["0.85", "at_least", "91.2"], ["10", "at_most", "9.7"]]
	rounding.fits(_number(a), bound, _number(b), rounding.scales(_number(a), _number(b)))
}

test_does_not_fit[a] if {
	some [a, bound, b] in [["94", "about", "89.4"], ["0.96", "at_least", "0.87"], ["5.0", "at_most", "9.7"], ["0.87", "exact", "0.87"]]
	not rounding.fits(_number(a), bound, _number(b), rounding.scales(_number(a), _number(b)))
}

_number(raw) := {"value": raw, "places": places} if {
	parts := split(raw, ".")
	places := count(concat("", array.slice(parts, 1, 2)))
}
