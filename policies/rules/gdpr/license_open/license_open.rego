# METADATA
# title: Open license on personal data
# description: Personal data should not be under a license that lets anyone use it for any purpose. The license does not give a legal basis, and purposes, erasure and transfers can no longer be limited.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Use terms that limit purposes and recipients, such as a data use agreement with `license` set to other. If the data is public anyway, waive the finding with the assessment.
#   sources:
#     - "Regulation (EU) 2016/679, Art. 5(1)(b), 5(1)(f) and 6(1)"
#     - "CC BY 4.0 legal code, section 2(b)(1): privacy rights are not licensed"
#   controls: [gdpr/Art. 5(1)(b)]
#   example: |
#     license: other
#     personal_data: {status: identifying}
package modelgate.rules.gdpr.license_open

import data.modelgate.lib.datasets
import data.modelgate.lib.licenses

applies if count(datasets.personal) > 0

deny contains {"at": license.at, "message": sprintf("dataset %q holds personal data (%s), but the license %q opens it to everyone", [dataset.name, dataset.card.personal_data.status.value, license.value])} if {
	some dataset in datasets.personal
	license := dataset.card.license
	licenses.open(license.value)
}
