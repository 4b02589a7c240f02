# METADATA
# title: Further purpose without a ground
# description: "Data that the controller collected for another purpose must have a ground for the new one: consent, a law, research, or an assessment of compatibility."
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: "Add `compatibility` with `ground` and `ref` to the purpose. If the data was collected for it, set `original: true`."
#   sources:
#     - "Regulation (EU) 2016/679, Art. 5(1)(b), 6(4) and 89(1)"
#     - "EDPB Guidelines 1/2026 on research (version for consultation)"
#   controls: [gdpr/Art. 6(4)]
#   example: |
#     purposes:
#       - {id: churn, text: Contacting customers likely to leave., original: false, compatibility: {ground: assessment, ref: "compat:2026-04"}}
package modelgate.rules.gdpr.purpose_incompatible

import data.modelgate.gdpr
import data.modelgate.lib.datasets
import data.modelgate.lib.identity
import data.modelgate.lib.words

applies if count(_further) > 0

# Who obtains the data from others needs a basis and a notice of its own instead.
_further contains [dataset, purpose] if {
	some dataset in datasets.personal
	dataset.card.source.origin.value in gdpr.art13_origins
	some purpose in dataset.card.purposes
	not purpose.original.value
}

deny contains {"at": purpose.original.at, "key": identity.purpose(purpose), "message": sprintf("dataset %q: the purpose %q is not %s, but no ground for it is declared", [dataset.name, purpose.id.value, _original(purpose)])} if {
	some [dataset, purpose] in _further
	not purpose.compatibility.ground.present
	not _allowed(dataset.card, purpose)
}

deny contains {"at": purpose.compatibility.ref.at, "key": sprintf("%s ref", [identity.purpose(purpose)]), "message": sprintf("dataset %q: compatibility of the purpose %q has no ref", [dataset.name, purpose.id.value])} if {
	some [dataset, purpose] in _further
	purpose.compatibility.ground.present
	not purpose.compatibility.ref.present
}

_original(purpose) := "original" if purpose.original.present

_original(purpose) := "declared as original" if not purpose.original.present

_allowed(card, purpose) if {
	some entry in card.legal_basis
	entry.basis.value in gdpr.further_bases
	some item in entry.purposes.items
	item.value == purpose.id.value
}

_allowed(_, purpose) if words.says(sprintf("%s. %s", [purpose.id.value, purpose.text.value]), "research")
