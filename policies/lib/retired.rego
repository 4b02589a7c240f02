# METADATA
# title: Retired models
# description: The label that tells the day on which a model was retired.
package modelgate.lib.retired

import data.modelgate.lib.dates
import data.modelgate.lifecycle

# stated are the days of retirement that a side states.
stated(side) := [label |
	some label in side.labels
	label.name == lifecycle.retired_label
	label.present
]

# since are those of them that have come. What is not a day does not put the retirement off.
since(side) := [label |
	some label in stated(side)
	not dates.is_later(label.value)
]
