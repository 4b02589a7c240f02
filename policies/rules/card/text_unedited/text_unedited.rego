# METADATA
# title: Text not proofread
# description: A paragraph must not appear twice in one section or end within a sentence. What a cut sentence was about to say is lost to readers.
# custom:
#   severity: {draft: note, review: note, production: warning}
#   remediation: Remove the second paragraph, or complete the sentence.
#   sources:
#     - "Mitchell et al., Model Cards for Model Reporting, 2019, section 4, https://doi.org/10.1145/3287560.3287596"
#     - "ISO/IEC 42001:2023, A.6.2.7 (AI system technical documentation)"
#   example: |
#     # in the text: The model is likely to repeat what is in its prompt.
package modelgate.rules.card.text_unedited

applies if input.head.card.present

deny contains {"at": slip.at, "key": sprintf("paragraph %s", [slip.value]), "message": sprintf("the paragraph %q is already in this section", [slip.value])} if {
	some slip in input.head.card.slips
	slip.kind == "repeated"
}

deny contains {"at": slip.at, "key": sprintf("sentence %s", [slip.value]), "message": sprintf("the paragraph ends within a sentence: %q", [slip.value])} if {
	some slip in input.head.card.slips
	slip.kind == "unfinished"
}
