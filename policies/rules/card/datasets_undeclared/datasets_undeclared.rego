# METADATA
# title: No training datasets on the card
# description: The card must list the model's training datasets. All data checks apply to the datasets listed here, so an empty list would skip them.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Add `datasets` with the name of each dataset, and a data card for each.
#   sources:
#     - "Mitchell et al., Model Cards for Model Reporting, FAT* 2019, section 4.6 (training data)"
#     - Regulation (EU) 2024/1689, Annex IV(2)(d)
#   controls: [eu-ai-act/Annex IV(2)(d)]
#   example: |
#     datasets:
#       - customer-contracts
package modelgate.rules.card.datasets_undeclared

import data.modelgate.lib.fields

applies if input.head.card.present

deny contains {"at": at, "message": sprintf("the model card's metadata lists no training datasets%s", [_prose])} if {
	applies
	not input.head.card.unread # what cannot be read may name some
	datasets := input.head.card.datasets
	count(datasets.items) == 0
	at := array.concat(fields.misspelt("datasets"), [datasets.at])[0]
}

# What is told in words alone has no data card, and no rule looks at it.
_prose := sprintf("; tools cannot read the prose in section %q", [section.title]) if {
	section := [s | some s in input.head.card.sections; s.key == "training_data"; s.state == "filled"][0]
} else := ""
