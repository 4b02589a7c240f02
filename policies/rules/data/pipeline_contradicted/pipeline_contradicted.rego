# METADATA
# title: Contradictory source
# description: The kind, the origin, the pipeline and the storage of a dataset must agree. A snapshot does not stream, the address of a stream is not a file, and what a crawl or another company delivers does not come from the people themselves.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Correct `source.kind`, `source.origin`, `source.pipeline` or the storage address.
#   sources:
#     - "Regulation (EU) 2024/1689, Art. 10(2)(b) and Annex IV, point 2(d)"
#     - "Open Data Contract Standard 3.1, servers: type"
#     - "Regulation (EU) 2016/679, Art. 13(1) and 14(1); CJEU C-422/24"
#   example: |
#     source: {kind: event-stream, pipeline: streaming, origin: observed, name: clicks}
package modelgate.rules.data.pipeline_contradicted

import data.modelgate.gdpr
import data.modelgate.lib.datasets

applies if count(datasets.described) > 0

_standing := {"static-file", "database-snapshot", "survey", "manual-entry"}

deny contains finding if {
	some dataset in datasets.described
	source := dataset.card.source
	source.pipeline.value == "streaming"
	source.kind.value in _standing
	finding := {
		"at": source.pipeline.at,
		"key": sprintf("dataset %s pipeline", [dataset.name]),
		"message": sprintf("dataset %q: source.pipeline is %q, but source.kind %q does not stream", [dataset.name, source.pipeline.value, source.kind.value]),
		"related": [{"at": source.kind.at, "message": "the kind of the source"}],
	}
}

deny contains finding if {
	some dataset in datasets.described
	source := dataset.card.source
	source.kind.value in _standing
	some place in dataset.card.storage
	regex.match(`^(kafka|kinesis|pubsub|mqtt)://|^arn:aws[a-z-]*:kinesis:`, place.uri.value)
	finding := {
		"at": place.uri.at,
		"key": sprintf("dataset %s storage %s", [dataset.name, place.uri.value]),
		"message": sprintf("dataset %q: storage %q is a stream, but source.kind is %q", [dataset.name, place.uri.value, source.kind.value]),
		"related": [{"at": source.kind.at, "message": "the kind of the source"}],
	}
}

# Where data comes from people, Art. 13 applies instead of Art. 14.
deny contains finding if {
	some dataset in datasets.described
	source := dataset.card.source
	source.kind.value in {"web-crawl", "third-party-feed"}
	source.origin.value in gdpr.art13_origins
	finding := {
		"at": source.origin.at,
		"key": sprintf("dataset %s origin", [dataset.name]),
		"message": sprintf("dataset %q: source.origin is %q, but source.kind %q does not come from the people themselves", [dataset.name, source.origin.value, source.kind.value]),
		"related": [{"at": source.kind.at, "message": "the kind of the source"}],
	}
}
