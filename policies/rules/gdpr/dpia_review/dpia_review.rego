# METADATA
# title: Impact assessment to be reviewed
# description: If the risk of the processing changes, its impact assessment should be reviewed. The day on which a review is due should not pass, and an assessment without its date and residual risk cannot be reviewed.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: "Review the assessment, and set `dpia.date` to the day of the review. Then set `dpia.review_by` to the next one."
#   sources:
#     - Regulation (EU) 2016/679, Art. 35(11), 36(1)
#     - "Article 29 Working Party, Guidelines on Data Protection Impact Assessment (WP248 rev.01), section III.B"
#   controls: [gdpr/Art. 35(11)]
#   example: |
#     dpia: {status: done, ref: "dpia:2026-012", date: 2026-11-02, residual_risk: low, review_by: 2027-11-02}
package modelgate.rules.gdpr.dpia_review

import data.modelgate.lib.datasets
import data.modelgate.lib.dates

applies if count(_assessed) > 0

_assessed contains dataset if {
	some dataset in datasets.personal
	dataset.card.dpia.status.value == "done"
}

deny contains {"at": due.at, "message": sprintf("dataset %q: its impact assessment was to be reviewed by %s", [dataset.name, due.value])} if {
	some dataset in _assessed
	due := dataset.card.dpia.review_by
	due.present
	due.value < dates.today
}

deny contains {"at": dpia.at, "key": "parts", "message": sprintf("dataset %q: its impact assessment is marked as done, but %s", [dataset.name, concat(" and ", [sprintf("dpia.%s is missing", [part]) | some part in sort(parts)])])} if {
	some dataset in _assessed
	dpia := dataset.card.dpia
	parts := datasets.missing(dpia, {"date", "residual_risk"})
	count(parts) > 0
}

# An assessment without a date is the one that was there before.
deny contains {"at": is.dpia.date.at, "key": "change", "message": sprintf("dataset %q: the processing changes (%s), but the date of its impact assessment does not", [dataset.name, concat(", ", sort(changes))])} if {
	some dataset in _assessed
	some before in input.base.datasets
	before.name == dataset.name
	before.card.present
	is := dataset.card
	is.dpia.date.value == before.card.dpia.date.value
	before.card.dpia.status.value == "done"
	changes := _changes(before.card, is)
	count(changes) > 0
}

_changes(was, is) := (((_added("purpose", {p.id.value | some p in was.purposes}, {p.id.value | some p in is.purposes}) | _added("special category", _words(was.special_categories), _words(is.special_categories))) | _added("category", _words(was.personal_data.categories), _words(is.personal_data.categories))) | _added("data subjects", _words(was.data_subjects), _words(is.data_subjects))) | (_added("transfer", _countries(was), _countries(is)) | {"large scale" |
	is.large_scale.value
	not was.large_scale.value
})

_added(what, before, after) := {sprintf("%s %q", [what, word]) | some word in (after - before)}

_words(list) := {item.value | some item in list.items}

_countries(card) := {transfer.country.value | some transfer in card.transfers.items}
