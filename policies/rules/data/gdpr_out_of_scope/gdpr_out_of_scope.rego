# METADATA
# title: Personal data outside the GDPR
# description: "A dataset with personal data outside the GDPR should state why: its card rules out Art. 3, or declares other laws. The rules of the GDPR do not run for it, and this note contains the reason."
# custom:
#   severity: note
#   remediation: No action is needed if the GDPR does not apply. Otherwise, correct `data_subject_regions` and `controller.country`, or add gdpr to `regimes`.
#   sources:
#     - Regulation (EU) 2016/679, Art. 3
#     - EDPB Guidelines 3/2018 on the territorial scope of the GDPR
#   controls: [gdpr/Art. 3]
#   example: |
#     data_subject_regions: [US]
#     regimes: [hipaa]
package modelgate.rules.data.gdpr_out_of_scope

import data.modelgate.lib.datasets
import data.modelgate.lib.regimes
import data.modelgate.packs
import data.modelgate.regimes as table

applies if count(datasets.about_people) > 0

deny contains {"at": dataset.card.data_subject_regions.at, "message": sprintf("dataset %q: the rules of the GDPR do not run, because its people are in %s; %s", [dataset.name, _places(dataset.card), _laws(dataset.card)])} if {
	some dataset in datasets.about_people
	not dataset in datasets.personal
	not regimes.lacks_gdpr(dataset.card) # which is data/regime_missing
}

_places(card) := concat(", ", sort([item.value | some item in card.data_subject_regions.items])) if count(card.data_subject_regions.items) > 0

_places(card) := "a place that other declared laws cover" if count(card.data_subject_regions.items) == 0

_laws(card) := _shown_implied({name | some name, _ in table.items; regimes.implied(card, name)}) if count(regimes.declared(card)) == 0

_shown_implied(names) := "no law is declared" if count(names) == 0

_shown_implied(names) := sprintf("implied, but not declared and not checked: %s", [concat(", ", sort(names))]) if count(names) > 0

_laws(card) := sprintf("declared: %s", [concat(", ", [_shown(name) | some name in sort(regimes.declared(card))])]) if count(regimes.declared(card)) > 0

_shown(name) := name if packs[name]

_shown(name) := sprintf("%s (not checked)", [name]) if not packs[name]
