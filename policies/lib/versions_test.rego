package modelgate.lib.versions_test

import data.modelgate.lib.versions

test_raised[sprintf("%s after %s", [now, was])] if {
	some [now, was] in [
		["1.10.0", "1.9.0"], ["2", "1.9.9"], ["1.0.1", "1.0"], ["2026.10", "2026.09"], ["1.0.0.1", "1.0.0"],
		["1.0.0-rc.2", "1.0.0-rc.1"], ["blue", "green"], ["1.0.0", "1.0.0-rc.1"], ["1.0.0-rc.1", "1.0.0"], ["1.0.0", "9999999999.0"],
	]
	versions.raised(now, was)
}

test_not_raised[sprintf("%s after %s", [now, was])] if {
	some [now, was] in [
		["1.9.0", "1.10.0"], ["1.0.0", "1.0.0"], ["1.0", "1.0.0"], ["1.0.0", "1"], ["01.0", "1.0"], ["0", "00"],
		["blue", "blue"], ["1.0.0-rc.1", "1.0.0-rc.1"], ["", ""],
	]
	not versions.raised(now, was)
}

test_comparable if {
	versions.comparable("1.10.0")
	every version in ["", "v1.0", "1.", ".1", "1..0", "1.0.0.0.0.0.0", "1.0.0-rc.1", "1e9", "-1", "1.0\n"] { not versions.comparable(version) }
}
