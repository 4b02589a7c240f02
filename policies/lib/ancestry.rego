# METADATA
# title: What datasets were made from
# description: >-
#   What the law, a license or a promise requires of data passes to what is made from
#   them, unless a named transformation, with evidence, ends it.
package modelgate.lib.ancestry

import data.modelgate.gdpr
import data.modelgate.lib.regimes

# steps are all steps of the lineage of the model's datasets, near and far.
steps contains origin if {
	some dataset in input.head.datasets
	some origin in dataset.origins
}

# inherited are those between two cards.
inherited contains origin if {
	some origin in steps
	origin.parent.present
	not origin.cycle
}

# personal are those from data about people to whom the GDPR applies.
personal contains origin if {
	some origin in inherited
	about_people(origin.parent)
	regimes.gdpr(origin.parent)
}

# about_people reports whether a card declares personal data.
about_people(card) if gdpr.statuses[card.personal_data.status.value].personal

# ends reports whether something ends at a step.
ends(entry, what) if {
	proven(entry)
	what in {item.value | some item in entry.ends.items}
}

# proven reports whether an entry names its transformation and the evidence of it.
proven(entry) if {
	entry.transformation.present
	entry.evidence_ref.present
}

# key is that of findings about a step.
key(origin) := sprintf("%s from %s", [origin.child.name.value, origin.entry.ref.value])

# passing are the data cards that a dataset is made from, near or far, from which something
# passes to it: between them, no step ends it.
passing(dataset, what) := {origin.parent |
	reached := graph.reachable(_passes(dataset, what), {dataset.card.path})
	some origin in dataset.origins
	origin.parent.present
	origin.parent.path in reached
	origin.parent.path != dataset.card.path
}

# A graph has every node as a key: what is not one is not reached.
_passes(dataset, what) := {path: parents |
	some path in ({dataset.card.path} | {origin.parent.path | some origin in dataset.origins})
	parents := {origin.parent.path |
		some origin in dataset.origins
		origin.child.path == path
		origin.parent.present
		not ends(origin.entry, what)
	}
}
