# METADATA
# title: Versions
# description: >-
#   Order among versions that begin with dotted whole numbers, such as 1.10.0, v2 or
#   2026.06-rc.1. Others, such as a name, are only the same or not.
package modelgate.lib.versions

# comparable reports whether a version is one to six whole numbers with dots
# between them.
comparable(version) if regex.match(`^[0-9]{1,9}(\.[0-9]{1,9}){0,5}$`, version)

# raised reports whether a version may follow another: it is higher where their
# numbers are comparable, else a different one. A build is no part of a version
# (semver.org, 10), and what is before a release is lower than that (11).
raised(now, was) if {
	_both(now, was)
	_numbers(_core(now)) > _numbers(_core(was))
}

raised(now, was) if {
	_both(now, was)
	_numbers(_core(now)) == _numbers(_core(was))
	_before(was) != ""
	_before(now) != _before(was)
}

raised(now, was) if {
	now != was
	not _both(now, was)
}

_both(now, was) if {
	comparable(_core(now))
	comparable(_core(was))
}

_core(version) := regex.replace(version, `^[vV]|[-+].*$`, "")

_before(version) := regex.replace(version, `^[^-+]*-?|\+.*$`, "")

# Six numbers, so that 1.0 is as high as 1.0.0.
_numbers(version) := array.slice([_number(part) | some part in array.concat(split(version, "."), ["", "", "", "", ""])], 0, 6)

_number(digits) := to_number(plain) if {
	plain := trim_left(digits, "0")
	plain != ""
} else := 0
