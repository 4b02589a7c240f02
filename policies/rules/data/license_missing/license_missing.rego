# METADATA
# title: Dataset without a license
# description: The data card must state the terms under which the data may be used.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Add `license` with an identifier, or `other` with the terms in `description`.
#   sources:
#     - "Longpre et al., The Data Provenance Initiative, 2023, https://arxiv.org/abs/2310.16787"
#     - "Gebru et al., Datasheets for Datasets, CACM 64(12), 2021, section 3.6"
#   example: |
#     license: cc-by-4.0
package modelgate.rules.data.license_missing

import data.modelgate.lib.datasets

applies if count(datasets.described) > 0

deny contains {"at": license.at, "message": sprintf("dataset %q: the data card has no license", [dataset.name])} if {
	some dataset in datasets.described
	license := dataset.card.license
	not license.present
}

deny contains {"at": license.at, "message": sprintf("dataset %q: the data card's license is %q, which does not identify a license", [dataset.name, license.value])} if {
	some dataset in datasets.described
	license := dataset.card.license
	lower(license.value) == "unknown"
}
