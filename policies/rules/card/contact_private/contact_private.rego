# METADATA
# title: Private address as the contact
# description: The contact must be a shared address that outlasts individual people. A private mailbox is also personal data, which every copy of the card publishes, and so is a record of a person in an example.
# custom:
#   severity: {draft: note, review: note, production: warning}
#   remediation: Use a shared address of your organization, such as model-governance@example.com, or link to an issue tracker.
#   sources:
#     - "Mitchell et al., Model Cards for Model Reporting, FAT* 2019, section 4.1 (where to send questions)"
#     - Regulation (EU) 2016/679, Art. 5(1)(c)
#     - Regulation (EU) 2024/1689, Art. 13(3)(a)
#   controls: [eu-ai-act/Art. 13(3)(a), gdpr/Art. 5(1)(c)]
#   example: |
#     ## Contact
#     [Model governance](mailto:model-governance@example.com)
package modelgate.rules.card.contact_private

import data.modelgate.contacts
import data.modelgate.lib.crowds

applies if input.head.card.present

deny contains finding if some finding in crowds.few(_found)

_found contains {"at": at, "key": sprintf("contact %s", [address]), "message": sprintf("%q is an address at a free email provider; use a shared address that outlasts individual people", [address])} if {
	some [address, at] in _addresses
	domain := lower(regex.replace(address, `^.*@`, ""))
	domain in contacts.free_mail
}

_found contains {"at": slip.at, "key": sprintf("number %s", [slip.value]), "message": sprintf("%q is a telephone number; use a shared address that outlasts individual people", [slip.value])} if {
	some slip in input.head.card.slips
	slip.kind == "phone"
}

_found contains {"at": slip.at, "key": sprintf("person %s", [slip.value]), "message": sprintf("the card has a record of a person (%s), with a date of birth or an identifier; use an invented one, and state that it is invented", [slip.value])} if {
	some slip in input.head.card.slips
	slip.kind == "person"
}

_addresses contains [contact.email.value, contact.email.at] if {
	some contact in input.head.card.contacts
	contact.email.present
}

_addresses contains [address, link.at] if {
	some link in input.head.card.links
	link.kind == "mail"
	address := regex.replace(regex.replace(link.target, `^(?i:mailto:)`, ""), `\?.*$`, "")
	not address in _named
}

_named contains contact.email.value if some contact in input.head.card.contacts
