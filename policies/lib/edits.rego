# METADATA
# title: Edits to the rules
# description: Which way an edit to the rules goes.
package modelgate.lib.edits

# effect is loosened or tightened; undefined where it is not known.
effect(edit) := "loosened" if _loosens(edit)

effect(edit) := "tightened" if {
	_tightens(edit)
	not _loosens(edit)
}

_loosens(edit) if edit.kind in {"setting_loosened", "baseline_loosened", "rule_removed", "test_removed", "policy_loosened", "unreadable"}

_loosens(edit) if {
	edit.kind == "table_added"
	edit.subject in _permits
}

_loosens(edit) if {
	edit.kind == "table_removed"
	edit.subject in _demands
}

_loosens(edit) if {
	startswith(edit.kind, "table_")
	_within(edit.subject, data.modelgate.effects.both)
}

# What an entry comes to is another thing: it may let more pass.
_loosens(edit) if {
	startswith(edit.kind, "table_")
	not _is_declared(edit.subject)
	some key in _declared
	startswith(edit.subject, sprintf("%s/", [key]))
}

# So is what takes the place of a list.
_loosens(edit) if {
	edit.kind == "table_changed"
	_is_declared(edit.subject)
}

_tightens(edit) if edit.kind in {"setting_tightened", "baseline_tightened"}

_tightens(edit) if {
	edit.kind == "table_added"
	edit.subject in _demands
}

_tightens(edit) if {
	edit.kind == "table_removed"
	edit.subject in _permits
}

# The table itself and what is below it.
_within(subject, keys) if {
	some key in keys
	startswith(sprintf("%s/", [subject]), sprintf("%s/", [key]))
}

_permits := {key | some key in array.concat(data.modelgate.effects.permits, data.modelgate.effects.own_permits)}

_demands := {key | some key in array.concat(data.modelgate.effects.demands, data.modelgate.effects.own_demands)}

_declared := _permits | _demands

_is_declared(subject) if subject in _declared

# words says what is edited, before and after.
words(edit) := sprintf("%s is removed", [_named(edit)]) if edit.kind in {"rule_removed", "test_removed"}

words(edit) := sprintf("%s is changed from %q to %q", [_named(edit), edit.before, edit.after]) if edit.kind in {"setting_loosened", "setting_tightened", "setting_changed", "table_changed", "baseline_loosened", "baseline_tightened"}

words(edit) := sprintf("%s has new entries: %q", [_named(edit), edit.after]) if edit.kind == "table_added"

words(edit) := sprintf("%s no longer has the entries %q", [_named(edit), edit.before]) if edit.kind == "table_removed"

words(edit) := sprintf("policy %q can let more pass: it is changed from %q to %q", [edit.subject, edit.before, edit.after]) if edit.kind == "policy_loosened"

words(edit) := sprintf("policy %q is changed from %q to %q; whether more can pass is unknown", [edit.subject, edit.before, edit.after]) if {
	edit.kind == "policy_conditions_changed"
	edit.before != ""
}

words(edit) := sprintf("%s of the base has an error, so it can be compared only in part: %q", [edit.subject, edit.before]) if edit.kind == "unreadable"

words(edit) := sprintf("file %q is %s; no rule is made of it", [edit.subject, edit.after]) if startswith(edit.kind, "aside_file_")

_named(edit) := sprintf("the baseline of %q", [edit.subject]) if edit.kind in {"baseline_loosened", "baseline_tightened"}

_named(edit) := sprintf("table %q", [edit.subject]) if startswith(edit.kind, "table_")

_named(edit) := sprintf("setting %q", [edit.subject]) if startswith(edit.kind, "setting_")

_named(edit) := sprintf("rule %q", [edit.subject]) if edit.kind == "rule_removed"

_named(edit) := sprintf("test %q", [edit.subject]) if edit.kind == "test_removed"
