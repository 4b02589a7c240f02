# METADATA
# title: Personal mailbox as contact
# description: The contact and the data protection officer of a data card should have the mailbox of a role. The name of a person is personal data, and it changes.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Use a shared address such as privacy@example.com.
#   sources:
#     - "Regulation (EU) 2016/679, Art. 5(1)(c) and 13(1)(a), (b)"
#   controls: [gdpr/Art. 5(1)(c)]
#   example: |
#     controller: {name: Example GmbH, contact: privacy@example.com, dpo: dpo@example.com}
package modelgate.rules.data.contact_personal

import data.modelgate.contacts
import data.modelgate.lib.datasets
import data.modelgate.signs

applies if count(datasets.described) > 0

deny contains {"at": contact.at, "key": tag, "message": sprintf("dataset %q: controller.%s is %q, which is the mailbox of a person", [dataset.name, tag, contact.value])} if {
	some dataset in datasets.described
	some tag, contact in {"contact": dataset.card.controller.contact, "dpo": dataset.card.controller.dpo}
	_personal(lower(contact.value))
}

_personal(address) if regex.replace(address, `^.*@`, "") in contacts.free_mail

# An owner is a team: an address of one is right, that of a person is not.
deny contains {"at": owner.at, "key": "owner", "message": sprintf("dataset %q: owner is %q, which is the mailbox of a person", [dataset.name, owner.value])} if {
	some dataset in datasets.described
	owner := dataset.card.owner
	contains(owner.value, "@")
	_personal(lower(owner.value))
}

# Two words that name no role are a first and a last name.
_personal(address) if {
	regex.match(`^[a-zà-ž]+[._][a-zà-ž]+@`, address)
	count({word | some word in regex.split(`[._]`, regex.replace(address, `@.*$`, "")); word in signs.items.roles}) == 0
}
