# METADATA
# title: Transfer without an adequacy decision
# description: A transfer based on adequacy must go to a country with a Commission decision in force on the day of the check. In the United States, the recipient must participate in the Data Privacy Framework.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Use another mechanism. For the United States, set `dpf_participant` when the recipient is on the list of participants.
#   sources:
#     - Regulation (EU) 2016/679, Art. 45
#     - Commission Implementing Decision (EU) 2023/1795 (EU-US Data Privacy Framework)
#     - "https://commission.europa.eu/law/law-topic/data-protection/international-dimension-data-protection/adequacy-decisions_en"
#   controls: [gdpr/Art. 45]
#   example: |
#     transfers:
#       - {country: US, recipient: cloud provider, mechanism: adequacy, dpf_participant: true}
package modelgate.rules.gdpr.transfer_adequacy

import data.modelgate.countries
import data.modelgate.lib.dates
import data.modelgate.lib.identity
import data.modelgate.lib.transfers

applies if count(transfers.by_family("adequacy")) > 0

deny contains {"at": transfer.mechanism.at, "key": identity.transfer(transfer), "message": sprintf("dataset %q: there is no adequacy decision for %q (as of %s)", [dataset.name, transfer.country.value, countries.date])} if {
	some [dataset, transfer] in transfers.by_family("adequacy")
	transfers.third(transfer.country.value)
	not countries.adequacy[transfer.country.value]
}

deny contains {"at": transfer.mechanism.at, "key": identity.transfer(transfer), "message": sprintf("dataset %q: the adequacy decision for %q ended on %s", [dataset.name, transfer.country.value, until])} if {
	some [dataset, transfer] in transfers.by_family("adequacy")
	until := countries.adequacy[transfer.country.value].until
	until < dates.today
}

deny contains {"at": transfer.dpf_participant.at, "key": identity.transfer(transfer), "message": sprintf("dataset %q: the adequacy decision for %q covers only certified recipients, and dpf_participant is not true", [dataset.name, transfer.country.value])} if {
	some [dataset, transfer] in transfers.by_family("adequacy")
	countries.adequacy[transfer.country.value].participants
	not transfer.dpf_participant.value
}
