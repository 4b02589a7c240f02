# METADATA
# title: Number contradicts a list
# description: The number of classes, languages or other things must be the number of those that the list after it names. Otherwise, readers cannot tell which of them are missing.
# custom:
#   severity: {draft: note, review: note, production: warning}
#   remediation: Correct the number or the list. If the list names examples only, write "such as".
#   sources:
#     - "Mitchell et al., Model Cards for Model Reporting, 2019, section 4, https://doi.org/10.1145/3287560.3287596"
#     - "Regulation (EU) 2024/1689, Art. 13(3)"
#   example: |
#     # in the text: It has three classes: LOC, ORG and PER.
package modelgate.rules.card.list_miscounted

applies if input.head.card.present

deny contains {"at": slip.at, "key": sprintf("count %s", [slip.value]), "message": sprintf("the text states %q, but the list after it has %s", [slip.value, slip.other])} if {
	some slip in input.head.card.slips
	slip.kind == "count"
}

deny contains {"at": slip.at, "key": sprintf("class %s", [slip.value]), "message": sprintf("the list of classes does not have %q%s", [slip.value, _source(slip.other)])} if {
	some slip in input.head.card.slips
	slip.kind == "unlisted"
}

_source("") := ", although it has the other half of each pair"

_source(file) := sprintf(", which is in %s", [file]) if file != ""
