# METADATA
# title: Many findings of one kind
# description: >-
#   A card with thousands of metrics has as many findings of one rule. Beyond a number
#   that people read, they are told by metric, and the rarest metrics together.
package modelgate.lib.crowds

import data.modelgate.lib.metrics
import data.modelgate.metrics as table

# crowded reports whether there are more claims than are told one by one.
crowded(claims) if count(claims) > table.shown

# groups are lists of claims of one metric, in the order of their names.
groups(claims) := [[claims[i] | some i in places] | some places in by_metric(claims)]

# by_metric holds the places of claims by the plain names of their metrics, in order. The
# union collects them in one pass: there may be thousands.
by_metric(claims) := object.union_n([{metrics.plain(claim.metric): {sprintf("%06d", [i]): i}} | some i, claim in claims])

# told are the groups with a finding of their own, and rest the claims of all others.
told(claims) := array.slice(groups(claims), 0, table.shown)

rest(claims) := [claim | some group in array.slice(groups(claims), table.shown, count(claims)); some claim in group]

# names shows the first metrics of some claims.
names(claims) := concat("", [concat(", ", [sprintf("%q", [name]) | some name in array.slice(all, 0, 3)]), more]) if {
	all := sort({claim.metric | some claim in claims})
	more := {true: ", …", false: ""}[count(all) > 3]
}

# key names a group with its number: one more is another finding.
key(claims) := sprintf("%d claims of %s", [count(claims), metrics.plain(claims[0].metric)])

# few are findings of one rule as they are told: beyond a number that people read, the
# last of them tells how many more there are, and shows one.
few(found) := found if count(found) <= table.shown

few(found) := {finding | some finding in array.slice(all, 0, table.shown - 1)} | {others} if {
	count(found) > table.shown
	all := sort(found)
	first := all[table.shown - 1]
	more := (count(all) - table.shown) + 1
	others := {"at": first.at, "key": sprintf("%d further", [more]), "message": sprintf("%d further findings like these; the first: %s", [more, first.message])}
}
