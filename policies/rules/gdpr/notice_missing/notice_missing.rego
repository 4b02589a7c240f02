# METADATA
# title: Personal data without a privacy notice
# description: "Data subjects must be informed: by the notice of Art. 13 if the data came from them, otherwise by that of Art. 14 or one of its exemptions with a reason."
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Add `notice` with `kind` and `ref`; for an exemption with `exemption` and `reason`.
#   sources:
#     - Regulation (EU) 2016/679, Art. 13, 14 and 14(5)
#     - "Article 29 Working Party, Guidelines on transparency (WP260 rev.01), paragraph 26"
#   controls: [gdpr/Art. 13, gdpr/Art. 14]
#   example: |
#     source: {kind: third-party-feed, origin: third-party, name: credit bureau}
#     notice: {kind: art14, ref: https://example.com/privacy}
package modelgate.rules.gdpr.notice_missing

import data.modelgate.gdpr
import data.modelgate.lib.datasets

applies if count(datasets.personal) > 0

deny contains {"at": notice.at, "message": sprintf("dataset %q: the data card names no privacy notice", [dataset.name])} if {
	some dataset in datasets.answering
	notice := dataset.card.notice
	not notice.kind.value in {"art13", "art13-exemption", "art14", "art14-exemption"}
}

deny contains {"at": notice.kind.at, "message": sprintf("dataset %q: the data comes from %q, so a notice under Art. 13 is not enough", [dataset.name, origin.value]), "related": [{"at": origin.at, "message": "the origin of the data"}]} if {
	some dataset in datasets.personal
	notice := dataset.card.notice
	notice.kind.value in {"art13", "art13-exemption"}
	origin := dataset.card.source.origin
	origin.present
	not origin.value in gdpr.art13_origins
}

deny contains {"at": notice[part].at, "key": part, "message": sprintf("dataset %q: notice.%s is missing", [dataset.name, part])} if {
	some dataset in datasets.personal
	notice := dataset.card.notice
	some part in datasets.missing(notice, _owed(notice.kind.value))
}

deny contains {"at": notice.kind.at, "message": sprintf("dataset %q: the data comes from %q, so Art. 13 applies, not Art. 14", [dataset.name, origin.value]), "related": [{"at": origin.at, "message": "the origin of the data"}]} if {
	some dataset in datasets.personal
	notice := dataset.card.notice
	notice.kind.value in {"art14", "art14-exemption"}
	origin := dataset.card.source.origin
	origin.value in gdpr.art13_origins
}

deny contains {"at": notice.exemption.at, "key": "exemption", "message": sprintf("dataset %q: notice.exemption is %q, which is not of Art. %s", [dataset.name, notice.exemption.value, article])} if {
	some dataset in datasets.personal
	notice := dataset.card.notice
	notice.exemption.present
	some kind, article in {"art13-exemption": "13", "art14-exemption": "14"}
	notice.kind.value == kind
	not startswith(notice.exemption.value, article)
}

# Art. 14(5)(b) asks that the information be public; (c) and (d) rest on a law.
deny contains {"at": notice.ref.at, "key": "ref", "message": sprintf("dataset %q: the exemption %s requires %s (notice.ref)", [dataset.name, notice.exemption.value, what])} if {
	some dataset in datasets.personal
	notice := dataset.card.notice
	some exemption, what in {"14(5)(b)": "a public notice", "14(5)(c)": "the law", "14(5)(d)": "the law"}
	notice.exemption.value == exemption
	not notice.ref.present
	not _published(notice)
}

# The reason may contain the address of a public notice, but that is not a law.
_published(notice) if {
	notice.exemption.value == "14(5)(b)"
	regex.match(`[a-z0-9]\.[a-z]{2,}/|https?://`, notice.reason.value)
}

_owed("art13") := {"ref"}

_owed("art13-exemption") := {"exemption", "reason"}

_owed("art14") := {"ref"}

_owed("art14-exemption") := {"exemption", "reason"}
