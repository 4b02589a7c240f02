# METADATA
# title: Explicit consent not documented
# description: If special categories or a transfer are based on explicit consent, the card must state that consent was explicit, how it was given and where it is recorded.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: "Set `consent.explicit: true` and add `consent.mechanism_ref` and `consent.record_ref`."
#   sources:
#     - "Regulation (EU) 2016/679, Art. 9(2)(a), 49(1)(a) and 7(1)"
#     - "EDPB, Guidelines 05/2020 on consent, section 4"
#   controls: [gdpr/Art. 9(2)(a), gdpr/Art. 7(1)]
#   example: |
#     consent:
#       explicit: true
#       mechanism_ref: https://example.com/consent-form
#       record_ref: "consent:register"
package modelgate.rules.gdpr.explicit_consent_unproven

import data.modelgate.lib.datasets

applies if count(_relying) > 0

_relying contains dataset if {
	some dataset in datasets.personal
	some entry in dataset.card.art9_conditions
	entry.condition.value == "explicit-consent"
}

_relying contains dataset if {
	some dataset in datasets.personal
	some transfer in dataset.card.transfers.items
	transfer.mechanism.value == "explicit-consent"
}

deny contains {"at": explicit.at, "message": sprintf("dataset %q relies on explicit consent, but consent.explicit is not true", [dataset.name])} if {
	some dataset in _relying
	explicit := dataset.card.consent.explicit
	not explicit.value
}

deny contains {"at": consent[part].at, "key": part, "message": sprintf("dataset %q is based on explicit consent, but consent.%s is missing", [dataset.name, part])} if {
	some dataset in _relying
	consent := dataset.card.consent
	some part in datasets.missing(consent, {"mechanism_ref", "record_ref", "withdrawal_ref"})
}
