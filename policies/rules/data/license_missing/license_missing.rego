# METADATA
# title: Dataset without a licence
# description: The data card says under which terms the data may be used.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Add `license` with the licence's identifier, or `other` with the terms in `description`.
#   sources:
#     - "Longpre et al., The Data Provenance Initiative, 2023, https://arxiv.org/abs/2310.16787"
#     - "Gebru et al., Datasheets for Datasets, CACM 64(12), 2021, section 3.6"
#   example: |
#     license: cc-by-4.0
package modelgate.rules.data.license_missing

import data.modelgate.lib.datasets

applies if count(datasets.described) > 0

deny contains {"at": license.at, "message": sprintf("dataset %q: the data card names no licence", [dataset.name])} if {
	some dataset in datasets.described
	license := dataset.card.license
	not license.present
}

deny contains {"at": license.at, "message": sprintf("dataset %q: the data card gives its licence as %q", [dataset.name, license.value])} if {
	some dataset in datasets.described
	license := dataset.card.license
	lower(license.value) == "unknown"
}
