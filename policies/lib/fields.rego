# METADATA
# title: Fields of the model card
# description: Which facts a card owes, and which it states.
package modelgate.lib.fields

import data.modelgate.fields as table
import data.modelgate.lib.licenses
import data.modelgate.lib.sections
import data.modelgate.lib.stages
import data.modelgate.tasks

# owed holds the names of the facts that the card owes at its stage.
owed contains name if some name in table.required[input.stage]

owed contains entry.key if {
	some entry in input.config.owed
	entry.kind == "field"
	stages.reached(entry.stage)
}

# advised holds the names of the facts that a careful author states, of those
# that the card's format has a word for and that are of use for its kind of data.
advised contains name if {
	some name in table.advised[input.stage]
	not name in owed
	not input.head.card.format in object.get(table.without, name, [])
	_of_use(name)
}

_of_use(name) if not table.only[name]

_of_use(name) if {
	some kind in table.only[name]
	kind in tasks.data[input.head.card.task.value]
}

# stated reports whether the card states a fact.
stated(name) if input.head.card[name].present

stated("contact") if count(input.head.card.contacts) > 0

stated("contact") if "contact" in sections.filled

stated("license") if count(licenses.stated) > 0

stated(name) if {
	some key in input.head.card.keys
	key.name == name
	not key["null"]
}

# title is what messages call a fact.
title(name) := object.get(table.titles, name, sprintf("%q", [name]))
