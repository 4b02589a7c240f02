# METADATA
# title: Fields of the model card
# description: Which facts a card must state, and which it states.
package modelgate.lib.fields

import data.modelgate.fields as table
import data.modelgate.keys
import data.modelgate.lib.licenses
import data.modelgate.lib.sections
import data.modelgate.lib.spelling
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
	some task in task_names
	kind in tasks.data[task]
}

# task_names holds the tasks that the card names: its own, else those of the
# table among its tags, from which the hub infers it (huggingface/hub-docs
# docs/hub/models-widgets.md), and those of its results.
task_names contains input.head.card.task.value if input.head.card.task.present

task_names contains tag.value if {
	not input.head.card.task.present
	some tag in input.head.card.tags.items
	tag.value in tasks.items
}

task_names contains result.task.value if {
	not input.head.card.task.present
	some entry in input.head.card.model_index
	some result in entry.results
	result.task.value in tasks.items
}

# stated reports whether the card states a fact.
stated(name) if input.head.card[name].present

stated("task") if count(task_names) > 0

stated("contact") if count(input.head.card.contacts) > 0

stated("contact") if "contact" in sections.filled

stated("license") if count(licenses.stated) > 0

stated(name) if {
	some key in input.head.card.keys
	key.name == name
	not key["null"]
}

# meant is the key of the hub's metadata that a key is nearly one of.
meant(name) := keys.meant[lower(name)] if {
	not name in keys.known
} else := lower(name) if {
	lower(name) != name
	lower(name) in keys.known
} else := near if {
	count(name) >= 6
	not name in keys.known
	not name in keys.own
	near := spelling.nearest(lower(name), keys.known)
	near != ""
}

# fits reports whether a value can stand under a key: renaming needs no decision then.
fits("pipeline_tag", key) if key.value in tasks.items

fits("pipeline_tag", key) if {
	key.value == ""
	key.kind == "string"
}

fits("library_name", key) if {
	key.kind == "string"
	not regex.match(`[,;]`, key.value)
}

fits(meant, key) if {
	not meant in {"pipeline_tag", "library_name"}
	misfits := _misfits[_shape(meant)]
	not key.kind in misfits
}

_misfits := {"list": {"mapping"}, "text": {"mapping", "sequence"}, "mapping": set()}

_shape(meant) := "list" if {
	meant in array.concat(keys.lists, ["license"])
} else := "text" if {
	meant in keys.texts
} else := "mapping"

# misspelt holds the places of keys that are nearly the one of a fact.
misspelt(name) := [key.at |
	some key in input.head.card.keys
	meant(key.name) == object.get(table.keys, name, name)
]

# at is where a fact that is lacking was to be: at its key if that has no value
# or is misspelt, else at the card.
at(name) := array.concat(
	array.concat([key.at | some key in input.head.card.keys; key.name in {name, object.get(table.keys, name, name)}], misspelt(name)),
	[input.head.card.at],
)[0]

# title is what messages call a fact.
title(name) := object.get(table.titles, name, sprintf("%q", [name]))

# several reports whether one text lists several values.
several(text) if regex.match(`[^\s,;|][ \t]*[,;|]\s*[^\s,;|]`, text)
