# METADATA
# title: Pipeline contradicts the source
# description: The pipeline, the kind of the source and the storage of a dataset must agree. A file or snapshot does not stream, and the address of a stream is not a file.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Correct `source.kind`, `source.pipeline` or the storage address.
#   sources:
#     - "Regulation (EU) 2024/1689, Art. 10(2)(b) and Annex IV, point 2(d)"
#     - "Open Data Contract Standard 3.1, servers: type"
#   example: |
#     source: {kind: event-stream, pipeline: streaming, origin: observed, name: clicks}
package modelgate.rules.data.pipeline_contradicted

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
