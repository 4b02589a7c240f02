# METADATA
# title: Names of licenses
# description: Which licenses a text names, by the words that people have for them.
package modelgate.lib.license_names

import data.modelgate.license_names as table

# fits are the licenses that a sentence may name: of each family, those of the first name in it.
fits(value) := {id |
	text := regex.replace(value, table.denied, " ")
	regex.match(table.context, text)
	some family in _families
	hits := [hit | some entry in table.items; entry.family == family; hit := _hit(entry, text)]
	some id in hits[0]
}

_families := {entry.family | some entry in table.items}

# What a name and the version behind it fit. A license of no version has any.
_hit(entry, text) := ids if {
	parts := regex.find_all_string_submatch_n(sprintf("(?:%s)%s", [entry.words, table.version]), text, 1)
	version := parts[0][1]
	ids := _narrowed(entry, trim_suffix(version, ".0"))
}

_narrowed(entry, version) := ids if {
	ids := {id | some id in entry.fits}
	"" in {version, concat("", {_version(id) | some id in ids})}
} else := ids if {
	ids := {id | some id in entry.fits; _version(id) in {"", version}}
	some id in ids
	_version(id) == version
} else := {sprintf("%s %s", [entry.family, version])}

# The version in an identifier.
_version(id) := trim_suffix(parts[count(parts) - 1], ".0") if {
	parts := regex.find_n(`[0-9](?:\.[0-9])?`, regex.replace(id, `^cc0`, ""), -1)
	count(parts) > 0
} else := ""
