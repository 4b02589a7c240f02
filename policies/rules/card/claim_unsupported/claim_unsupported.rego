# METADATA
# title: Superiority without evidence
# description: A card that states that the model is better than others should give a number, a table or a reference for it. Without one, readers cannot check the statement.
# custom:
#   severity: {draft: note, review: note, production: note}
#   remediation: State the metric, the dataset and the value, or cite the comparison. Otherwise, remove the statement.
#   sources:
#     - "Mitchell et al., Model Cards for Model Reporting, 2019, section 4.7 (quantitative analyses), https://doi.org/10.1145/3287560.3287596"
#     - "Federal Trade Commission, Policy Statement Regarding Advertising Substantiation, 1983"
#   example: |
#     # in the text: The model outperforms GPT-4 on contracts: F1 0.91 against 0.87 (Table 2).
package modelgate.rules.card.claim_unsupported

applies if count(input.head.card.boasts) > 0

deny contains {"at": boast.at, "key": sprintf("claim %s", [lower(boast.value)]), "message": sprintf("the text states %q, but the card has no %s", [boast.value, _lack(boast.value)])} if {
	some boast in input.head.card.boasts
}

# A claim of compliance is shown by a certificate, other claims by results.
_lack(value) := "evidence of it" if {
	regex.match(`(?i)\b(certified|compliant|compliance|gdpr|hipaa)\b`, value)
} else := "result for it"
