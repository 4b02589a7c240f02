# METADATA
# title: Derived data kept for longer
# description: Personal data that is made from other data must not be kept for longer than its source, and must be erased where the source is erased.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Correct `retention` to that of the parent; or add evidence with `ends` retention to the lineage entry.
#   sources:
#     - "Regulation (EU) 2016/679, Art. 5(1)(e), 17(1)(a) and 19"
#   controls: [gdpr/Art. 5(1)(e), gdpr/Art. 17(1)]
#   example: |
#     retention: {period: P1Y, starts: date, start_date: 2026-06-30, action: erase}
package modelgate.rules.gdpr.lineage_retention

import data.modelgate.lib.ancestry
import data.modelgate.lib.dates

applies if count(_steps) > 0

_steps contains origin if {
	some origin in ancestry.personal
	ancestry.about_people(origin.child)
	origin.parent.retention.present
}

deny contains {"at": origin.child.retention.at, "key": sprintf("%s %s", [ancestry.key(origin), kind]), "message": sprintf("dataset %q %s", [origin.child.name.value, words]), "related": [{"at": origin.parent.retention.at, "message": "the retention of the parent"}]} if {
	some origin in _steps
	not ancestry.ends(origin.entry, "retention")
	not origin.child.retention.hold_ref.present
	some [kind, words] in _longer(origin)
}

_longer(origin) := union({_until(origin), _for(origin), _erased(origin), _kept(origin)})

_until(origin) := {["until", sprintf("is kept until %s, but its source %q only until %s", [child.ends, origin.entry.ref.value, parent.ends])] |
	child := origin.child.retention
	parent := origin.parent.retention
	dates.is_day(child.ends)
	dates.is_day(parent.ends)
	child.ends > parent.ends
}

_for(origin) := {["for", sprintf("is kept for %s from %s, but %q, from which it is made, for %s", [child.period.value, child.starts.value, origin.entry.ref.value, parent.period.value])] |
	child := origin.child.retention
	parent := origin.parent.retention
	child.starts.value == parent.starts.value
	not dates.is_day(parent.ends)
	parent.days > 0
	child.days > parent.days
}

# The source had to go, and no day is known on which this has to.
_erased(origin) := {["erased", sprintf("has no end of retention, but %q, from which it is made, was to be erased on %s", [origin.entry.ref.value, parent.ends])] |
	parent := origin.parent.retention
	dates.is_day(parent.ends)
	parent.ends < dates.today
	not parent.hold_ref.present
	not dates.is_day(origin.child.retention.ends)
}

_kept(origin) := {["action", sprintf("has the retention action %q, but %q, from which it is made, is erased", [origin.child.retention.action.value, origin.entry.ref.value])] |
	origin.parent.retention.action.value == "erase"
	origin.child.retention.action.value == "archive"
}
