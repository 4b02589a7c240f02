# METADATA
# title: Unknown framework version
# description: The version of a framework must be one that was released. Otherwise, no one can reproduce the training.
# custom:
#   severity: {draft: note, review: note, production: warning}
#   remediation: Correct the version. `pip list` shows those that are installed.
#   sources:
#     - "huggingface/transformers modelcard.py, TrainingSummary.to_model_card (Framework versions)"
#     - "Mitchell et al., Model Cards for Model Reporting, 2019, section 4.1, https://doi.org/10.1145/3287560.3287596"
#   example: |
#     # in the text: Transformers 4.17.0
package modelgate.rules.card.framework_version_unknown

import data.modelgate.frameworks as table

applies if {
	some slip in input.head.card.slips
	slip.kind == "framework"
}

deny contains {"at": slip.at, "key": sprintf("framework %s", [slip.value]), "message": sprintf("there is no version %q of %s", [slip.other, slip.value])} if {
	some slip in input.head.card.slips
	slip.kind == "framework"
	releases := table.items[slip.value]
	parts := split(slip.other, ".")
	not _is_released(releases, parts)
}

_is_released(releases, parts) if {
	last := releases.series[parts[0]]
	to_number(regex.find_n(`^[0-9]+`, parts[1], 1)[0]) <= last
}

# A series that the table does not know yet.
_is_released(releases, parts) if {
	not releases.series[parts[0]]
	to_number(parts[0]) > releases.newest
	to_number(parts[0]) <= releases.newest + 1
}
