# METADATA
# title: Sections of the model card
# description: Which sections the card must have, and which are filled in.
package modelgate.lib.sections

import data.modelgate.lib.stages
import data.modelgate.sections as table

# owed holds the keys of the sections that the model owes at its stage: those
# of the table, or of required_sections in its stead, and what the configuration
# adds from this stage or an earlier one on.
owed contains item.value if {
	some item in input.config.required_sections.items
}

owed contains key if {
	not input.config.required_sections.present
	some key in table.required[input.stage]
}

owed contains entry.key if {
	some entry in input.config.owed
	entry.kind == "section"
	stages.reached(entry.stage)
}

# advised holds the keys of the sections that a careful author writes, and that
# are not owed.
advised contains key if {
	some key in table.advised[input.stage]
	not key in owed
}

# filled holds the keys that some section of the card fills. A reason why a
# section does not apply fills it too.
filled contains section.key if {
	some section in input.head.card.sections
	written(section)
}

# The results of a model-index are an evaluation, wherever the card shows them.
filled contains "evaluation" if {
	some claim in input.head.card.claims
	claim.valid
}

# written reports whether somebody wrote a section.
written(section) if section.state == "filled"

written(section) if {
	section.state == "not_applicable"
	section.reason != ""
}

# lack says what is wrong with a section that nobody wrote.
lack(section) := "contains only placeholder text" if {
	section.state == "placeholder"
} else := "does not contain a statement of its own, only a text such as \"unknown\", \"see paper\", a disclaimer, or how to run it" if {
	section.state == "unanswered"
} else := "is marked not applicable, but gives no reason" if {
	section.state == "not_applicable"
} else := "has no text of its own" if {
	section.parent
} else := "is empty"

# begun holds the keys that some section of the card has as its heading.
begun contains section.key if {
	some section in input.head.card.sections
}

begun contains "evaluation" if "evaluation" in filled

# elsewhere tells where a section can stand that the card's format may have no
# place for.
elsewhere := "" if {
	input.head.card.format in table.headed
} else := sprintf("; if the format %s has no field for it, write it in a README.md next to the file", [input.head.card.format])

# instead tells what the card has where a section is missing that it is taken for.
instead(key) := sprintf("; section %q shows how to run the model, not what it is for", [section.title]) if {
	key == "intended_use"
	section := [s | some s in input.head.card.sections; s.key == "how_to_use"][0]
} else := ""

# title is the heading to propose for a key.
title(key) := name.title if {
	some name in input.config.section_names
	name.key == key
	not table.titles[key]
} else := object.get(table.titles, key, key)
