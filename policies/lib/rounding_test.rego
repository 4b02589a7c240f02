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

_number(raw) := {"value": raw, "places": places} if {
	parts := split(raw, ".")
	places := count(concat("", array.slice(parts, 1, 2)))
}
