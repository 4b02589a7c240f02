# METADATA
# title: Contradictory intended use
# description: The text must not recommend a use that it rules out elsewhere, or decisions of weight without human oversight. Deployers rely on it to decide what the model may be used for.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Remove the recommendation or the exclusion. Describe what was tested.
#   sources:
#     - "Mitchell et al., Model Cards for Model Reporting, 2019, section 4.2 (intended use), https://doi.org/10.1145/3287560.3287596"
#     - "Regulation (EU) 2024/1689, Art. 13(3)(b) and Art. 14"
#   controls: [eu-ai-act/Art. 13(3)(b)]
#   example: |
#     # in the text: It was not tested on satellite images and must not be used for them.
package modelgate.rules.card.use_contradictory

applies if input.head.card.present

deny contains {"at": slip.at, "key": sprintf("use %s", [slip.value]), "message": sprintf("the text recommends %q, but states %q", [slip.value, slip.other])} if {
	some slip in input.head.card.slips
	slip.kind == "use"
	slip.other != ""
}

deny contains {"at": slip.at, "key": sprintf("use %s", [slip.value]), "message": sprintf("the text recommends decisions without human oversight: %q", [slip.value])} if {
	some slip in input.head.card.slips
	slip.kind == "use"
	slip.other == ""
}
