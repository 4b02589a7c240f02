# METADATA
# title: Transfer for compelling interests
# description: "A transfer for compelling legitimate interests must have suitable safeguards, and both the supervisory authority and the data subjects must be informed of it."
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: "Add `safeguard_ref`, `authority_notice_ref` and `subject_notice_ref` to the transfer, or use another mechanism."
#   sources:
#     - "Regulation (EU) 2016/679, Art. 49(1), second subparagraph, and 49(6)"
#     - "EDPB, Guidelines 2/2018 on derogations of Art. 49, section 2.8"
#   controls: [gdpr/Art. 49]
#   example: |
#     transfers:
#       - {country: BR, mechanism: compelling-legitimate-interests, safeguard_ref: "legal:T-7", authority_notice_ref: "legal:T-8", subject_notice_ref: "legal:T-9"}
package modelgate.rules.gdpr.transfer_compelling_interests

import data.modelgate.lib.datasets
import data.modelgate.lib.identity
import data.modelgate.lib.transfers

_parts := {"safeguard_ref", "authority_notice_ref", "subject_notice_ref"}

applies if count(_compelling) > 0

_compelling contains [dataset, transfer] if {
	some [dataset, transfer] in transfers.declared
	transfer.mechanism.value == "compelling-legitimate-interests"
}

deny contains {"at": transfer.mechanism.at, "key": identity.transfer(transfer), "message": sprintf("dataset %q: the transfer to %q for compelling legitimate interests lacks %s", [dataset.name, transfer.country.value, concat(", ", sort(parts))])} if {
	some [dataset, transfer] in _compelling
	parts := datasets.missing(transfer, _parts)
	count(parts) > 0
}
