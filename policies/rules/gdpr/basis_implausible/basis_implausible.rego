# METADATA
# title: Implausible legal basis
# description: "Some legal bases rarely hold for some purposes or people. A reviewer should confirm them: consent of employees or to a public authority is rarely freely given, and vital interests are about lives."
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Change the basis, or ask the data protection officer to confirm it and waive the finding.
#   sources:
#     - "Regulation (EU) 2016/679, Art. 6(1), 7(2), 7(4), 8, recitals 42, 43 and 46"
#     - "EDPB Guidelines 05/2020 on consent, paragraphs 16, 21 and 122"
#     - "CJEU C-252/21, Meta Platforms v Bundeskartellamt, paragraphs 77 to 85"
#   controls: [gdpr/Art. 6(1)]
#   example: |
#     legal_basis:
#       - {basis: legal-obligation, purposes: [payroll], law_ref: "EStG § 41b"}
package modelgate.rules.gdpr.basis_implausible

import data.modelgate.lib.datasets
import data.modelgate.lib.identity
import data.modelgate.lib.words

applies if count(datasets.personal) > 0

_bases contains [dataset, entry] if {
	some dataset in datasets.personal
	some entry in dataset.card.legal_basis
}

deny contains {"at": entry.basis.at, "key": sprintf("%s %s", [identity.basis(entry), sign]), "message": sprintf("dataset %q: %s", [dataset.name, why])} if {
	some [dataset, entry] in _bases
	some sign, why in _doubts(dataset.card, entry)
}

# C-252/21: what others wrote about people is not made public by them.
deny contains {"at": entry.condition.at, "key": identity.condition(entry), "message": sprintf("dataset %q: the condition is manifestly-public, but the origin %q does not show that the people made the data public", [dataset.name, dataset.card.source.origin.value])} if {
	some dataset in datasets.personal
	some entry in dataset.card.art9_conditions
	entry.condition.value == "manifestly-public"
	dataset.card.source.origin.value == "public"
}

_doubts(card, entry) := {sign: why |
	some [sign, why] in union({_of_people(card, entry), _of_form(card, entry), _of_purposes(card, entry)})
}

_of_people(card, entry) := ({["employees", sprintf("consent of %q is rarely freely given, because they depend on the controller", [item.value])] |
	entry.basis.value == "consent"
	some item in card.data_subjects.items
	words.is_one(item.value, "employees")
} | {["authority", "consent to a public authority is rarely freely given"] |
	entry.basis.value == "consent"
	card.controller.kind.value == "public-authority"
}) | {["children", "contract is the basis, but children can seldom enter into one"] |
	entry.basis.value == "contract"
	card.children.included.value == "yes"
}

_of_form(card, entry) := {["bundled", sprintf("consent.mechanism_ref is %q, but consent must be separate from a contract", [card.consent.mechanism_ref.value])] |
	entry.basis.value == "consent"
	words.says(card.consent.mechanism_ref.value, "bundled")
} | {["second", sprintf("purpose %q is based on consent and on %s", [item.value, other.basis.value])] |
	entry.basis.value == "consent"
	some item in entry.purposes.items
	some other in card.legal_basis
	other.basis.value != "consent"
	item.value in {second.value | some second in other.purposes.items}
}

_of_purposes(card, entry) := {["life", sprintf("vital interests are the basis of %q, which does not mention an emergency or a threat to life", [item.value])] |
	entry.basis.value == "vital-interests"
	some item in entry.purposes.items
	not words.says(concat(" ", [sprintf("%s %s", [purpose.id.value, purpose.text.value]) | some purpose in card.purposes; purpose.id.value == item.value]), "emergency")
}
