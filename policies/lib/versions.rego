# METADATA
# title: Versions
# description: >-
#   Order among versions of dotted whole numbers, such as 1.10.0 or 2026.06.
#   Others, such as 1.0.0-rc.1 or a name, are only the same or not.
package modelgate.lib.versions

# comparable reports whether a version is one to six whole numbers with dots
# between them.
comparable(version) if regex.match(`^[0-9]{1,9}(\.[0-9]{1,9}){0,5}$`, version)

# raised reports whether a version may follow another: it is higher where both
# are comparable, else a different one.
raised(now, was) if {
	comparable(now)
	comparable(was)
	_numbers(now) > _numbers(was)
}

raised(now, was) if {
	now != was
	not _both(now, was)
}

_both(now, was) if {
	comparable(now)
	comparable(was)
}

# Six numbers, so that 1.0 is as high as 1.0.0.
_numbers(version) := array.slice([_number(part) | some part in array.concat(split(version, "."), ["", "", "", "", ""])], 0, 6)

_number(digits) := to_number(plain) if {
	plain := trim_left(digits, "0")
	plain != ""
} else := 0
