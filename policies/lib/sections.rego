# METADATA
# title: Sections of the model card
# description: Which sections the card owes, and which it has filled.
package modelgate.lib.sections

import data.modelgate.sections as table

# owed holds the keys of the sections that the model owes at its stage: those
# of the configuration, else those of the table.
owed contains item.value if {
	some item in input.config.required_sections.items
}

owed contains key if {
	not input.config.required_sections.present
	some key in table.required[input.stage]
}

# filled holds the keys that some section of the card fills. A reason why a
# section does not apply fills it too.
filled contains section.key if {
	some section in input.head.card.sections
	section.state in {"filled", "not_applicable"}
}

# begun holds the keys that some section of the card has as its heading.
begun contains section.key if {
	some section in input.head.card.sections
}

# title is the heading to propose for a key.
title(key) := object.get(table.titles, key, key)
