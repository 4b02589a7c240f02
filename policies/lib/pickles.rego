# METADATA
# title: Pickles
# description: What is known of the classes and functions that pickles load.
package modelgate.lib.pickles

import data.modelgate.lib.artifacts
import data.modelgate.lib.identity
import data.modelgate.pickles as table

# unsafe reports whether what a pickle loads can run code of its choice.
unsafe(it) if {
	some module in _above(it.module)
	"*" in _unsafe[module]
}

unsafe(it) if {
	some name in _above(it.name)
	name in _unsafe[it.module]
}

# Dots in a name lead through what is inside of another, such as the modules that a module imports.
unsafe(it) if {
	some part in split(it.name, ".")
	"*" in _unsafe[part]
	contains(it.name, ".")
}

unsafe(it) if {
	contains(it.name, ".")
	some part in split(it.name, ".")
	part in _unsafe.builtins
}

# known reports whether it only holds data.
known(it) if {
	it.name in table.known[it.module]
	not unsafe(it)
}

known(it) if {
	regex.match(`^(__pyx_unpickle_)?_?[A-Z]\w*$`, it.name)
	some module in _above(it.module)
	module in _classes
	not unsafe(it)
}

# unlisted reports whether nothing is known of it.
unlisted(it) if {
	not unsafe(it)
	not known(it)
}

# findings are one for each group of an artifact's globals, or one for all, where there are
# more groups than people read. verb is what the artifact does with %s.
findings(artifact, groups, verb) := [finding |
	some group in sort(object.keys(groups))
	finding := {
		"at": artifact.at,
		"key": sprintf("%s %s", [identity.artifact(artifact), group]),
		"message": sprintf("artifact %q %s", [artifacts.name(artifact), sprintf(verb, [listed(groups[group])])]),
	}
] if count(groups) <= table.shown

else := [{
	"at": artifact.at,
	"key": sprintf("%s %d of %s", [identity.artifact(artifact), count(all), concat(" ", array.slice(sort(object.keys(groups)), 0, 3))]),
	"message": sprintf("artifact %q %s", [artifacts.name(artifact), sprintf(verb, [listed(all)])]),
}] if {
	all := object.union_n([group | some group in groups])
}

# name is what people call a global.
name(it) := sprintf("%s.%s", [it.module, it.name]) if it.module != "(computed)"

name(it) := "names that it computes" if it.module == "(computed)"

# listed shows the first of some globals, which are by name.
listed(globals) := concat("", [concat(", ", [sprintf("%q", [called]) | some called in array.slice(names, 0, 3)]), _more(count(names) - 3)]) if {
	names := sort(object.keys(globals))
}

_more(n) := sprintf(" and %d more", [n]) if n > 0

else := ""

# _above are a dotted name and what is above it: a.b.c, a.b, a.
_above(dotted) := {concat(".", array.slice(parts, 0, i + 1)) | parts := split(dotted, "."); some i, _ in parts}

_unsafe := {module: {name | some name in names} | some module, names in table.unsafe}

_classes := {module | some module in table.classes}
