# METADATA
# title: Missing parental authorisation
# description: If processing is based on consent, the card must state whether the data includes children. If an online service offers itself to children below the national age limit, the card must refer to the parental authorisation.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Set `children.included`. For "yes", add `consent.parental_authorisation_ref`; or set `children.youngest`, or `children.online_service` to false.
#   sources:
#     - Regulation (EU) 2016/679, Art. 8 and recital 38
#     - table policies/data/ages.yaml (national age limits)
#   controls: [gdpr/Art. 8]
#   example: |
#     children: {included: "yes"}
#     consent: {parental_authorisation_ref: "consent:parents-2026"}
package modelgate.rules.gdpr.parental_authorisation

import data.modelgate.ages
import data.modelgate.lib.datasets
import data.modelgate.lib.regimes
import data.modelgate.lib.words

applies if count(datasets.personal) > 0

deny contains {"at": included.at, "key": item.value, "message": sprintf("dataset %q: data_subjects contains %q, but children.included is %q", [dataset.name, item.value, included.value]), "related": [{"at": item.at, "message": "these data subjects"}]} if {
	some dataset in datasets.personal
	included := dataset.card.children.included
	included.value == "no"
	some item in dataset.card.data_subjects.items
	words.is_one(item.value, "children")
}

deny contains {"at": included.at, "message": sprintf("dataset %q is based on consent but does not state whether children are included", [dataset.name])} if {
	some [dataset, _] in datasets.relying("consent")
	included := dataset.card.children.included
	not included.value in {"yes", "no"}
}

deny contains {"at": parental.at, "message": sprintf("dataset %q is based on consent and includes children below the age limit of %d, but consent.parental_authorisation_ref is missing", [dataset.name, limit])} if {
	some [dataset, _] in datasets.relying("consent")
	children := dataset.card.children
	children.included.value == "yes"
	not _offline(children)
	limit := _limit(dataset.card)
	not _reached(children.youngest, limit)
	parental := dataset.card.consent.parental_authorisation_ref
	not parental.present
}

deny contains {"at": children.youngest.at, "key": "youngest", "message": sprintf("dataset %q: children.youngest is %s, but children.included is %q", [dataset.name, children.youngest.value, children.included.value]), "related": [{"at": children.included.at, "message": "declared here"}]} if {
	some dataset in datasets.personal
	children := dataset.card.children
	children.included.value == "no"
	_age(children.youngest) < 18
}

# Art. 8(1) is about services that are offered to children directly.
_offline(children) if {
	children.online_service.present
	not children.online_service.value
}

_reached(youngest, limit) if _age(youngest) >= limit

_age(text) := to_number(text.value) if regex.match(`^[0-9]{1,3}$`, text.value)

# The highest limit of the countries whose children are in the data.
_limit(card) := max({object.get(ages.items, region, ages.regulation) |
	some region in _regions(card)
	regimes.in_union(region)
} | {least | some least in [13]; count(_regions(card)) > 0})

_regions(card) := {item.value | some item in card.data_subject_regions.items} if count(card.data_subject_regions.items) > 0

_regions(card) := {"EEA"} if count(card.data_subject_regions.items) == 0
