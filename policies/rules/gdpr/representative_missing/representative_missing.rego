# METADATA
# title: Controller without a representative
# description: A controller outside the European Economic Area to which the GDPR applies because of the people in the data must have a representative in the Union, unless Art. 27(2) exempts it.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: "Add `controller.representative` with `name`, `country` and `mandate_ref`, or an `exemption` with its `reason`."
#   sources:
#     - Regulation (EU) 2016/679, Art. 3(2), 27, 13(1)(a) and 30(1)(a)
#     - "EDPB, Guidelines 3/2018 on the territorial scope of the GDPR, section 4"
#   controls: [gdpr/Art. 27]
#   example: |
#     controller:
#       {name: Example Inc., contact: privacy@example.com, country: US, representative: {name: Example EU BV, country: NL, mandate_ref: "contracts:REP-1"}}
package modelgate.rules.gdpr.representative_missing

import data.modelgate.lib.datasets
import data.modelgate.lib.regimes

applies if count(_outside) > 0

# The GDPR applies to a controller elsewhere by the people (Art. 3(2)), not by a
# processor in the Union.
_outside contains dataset if {
	some dataset in datasets.personal
	country := dataset.card.controller.country
	country.present
	not regimes.in_union(country.value)
	_about_the_union(dataset.card)
}

# A transfer is declared by a controller in the Union.
_unplaced contains dataset if {
	some dataset in datasets.answering
	not dataset.card.controller.country.present
	count(dataset.card.transfers.items) == 0
	count(dataset.card.storage) > 0
	every place in dataset.card.storage {
		place.country.present
		not regimes.in_union(place.country.value)
	}
	_about_the_union(dataset.card)
}

_about_the_union(card) if count(card.data_subject_regions.items) == 0

_about_the_union(card) if {
	some item in card.data_subject_regions.items
	regimes.in_union(item.value)
}

applies if count(_unplaced) > 0

deny contains {"at": dataset.card.controller.country.at, "message": sprintf("dataset %q: all data is stored outside the EEA, and controller.country is missing; whether Art. 27 requires a representative depends on it", [dataset.name])} if {
	some dataset in _unplaced
}

deny contains {"at": problem[0], "key": problem[1], "message": sprintf("dataset %q: its controller is in %q, outside the EEA, %s", [dataset.name, dataset.card.controller.country.value, problem[1]])} if {
	some dataset in _outside
	some problem in _problems(dataset, dataset.card.controller.representative)
}

_problems(dataset, representative) := ((_absent(representative) | _unnamed(representative)) | _exempt(dataset, representative)) | _unreasoned(representative)

_absent(representative) := {[representative.at, "but has neither a representative nor an exemption"] |
	not representative.name.present
	not representative.exemption.present
}

_unnamed(representative) := {[representative.at, "and its representative has no mandate_ref"] |
	representative.name.present
	not representative.mandate_ref.present
} | {[representative.country.at, "and its representative has no country in the EEA"] |
	representative.name.present
	not regimes.in_union(representative.country.value)
}

_exempt(dataset, representative) := {[representative.exemption.at, "and is not a public authority, so 27(2)(b) does not apply"] |
	representative.exemption.value == "27(2)(b)"
	dataset.card.controller.kind.value != "public-authority"
} | {[representative.exemption.at, "and processes special categories or criminal data on a large scale, so 27(2)(a) does not apply"] |
	representative.exemption.value == "27(2)(a)"
	dataset.card.large_scale.value
	dataset in datasets.sensitive
}

_unreasoned(representative) := {[representative.reason.at, "and the exemption has no reason"] |
	representative.exemption.value == "27(2)(a)"
	not representative.reason.present
}
