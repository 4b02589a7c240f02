# METADATA
# title: Changing data without a version
# description: The card of a stream, or of objects that can be overwritten, must state which part of the data a model was trained on. Otherwise the model cannot be reproduced or examined.
# custom:
#   severity: {draft: note, review: note, production: note}
#   remediation: State `version` or `digest`, of the dataset or of each storage location, or the time of collection with `source.collected_from` and `source.collected_to`.
#   sources:
#     - "Regulation (EU) 2024/1689, Annex IV, point 2(d)"
#     - "Amazon S3, Using versioning in S3 buckets; Google Cloud Storage, Object versioning"
#   example: |
#     source: {kind: event-stream, pipeline: streaming, origin: observed, name: clicks, collected_from: 2026-01-01, collected_to: 2026-06-30}
#     storage:
#       - {uri: "s3://lake/clicks/2026-06.parquet", version: 3HL4kqtJlcpXroDTDmpUMLUo}
package modelgate.rules.data.source_unpinned

import data.modelgate.lib.datasets
import data.modelgate.lib.placeholders

applies if count(datasets.described) > 0

deny contains {"at": dataset.card.source.at, "key": sprintf("dataset %s source", [dataset.name]), "message": sprintf("dataset %q: the data can change (%s), and the card has no version, digest or time of collection", [dataset.name, concat(", ", sort(signs))])} if {
	some dataset in datasets.described
	signs := _moving(dataset.card)
	count(signs) > 0
	not _pinned(dataset.card)
}

_moving(card) := {word | some word in [card.source.kind.value, card.source.pipeline.value]; word in {"event-stream", "sensor-stream", "streaming", "micro-batch"}} | {place.uri.value |
	some place in card.storage
	regex.match(`^(s3|s3a|gs|abfss?|wasbs?)://`, place.uri.value)
}

_pinned(card) if {
	card.version.present
	not placeholders.stands_in(card.version.value)
}

_pinned(card) if card.digest.present

_pinned(card) if card.source.collected_to.present

_pinned(card) if {
	count(card.storage) > 0
	every place in card.storage {
		_fixed(place)
	}
}

_fixed(place) if place.version.present

_fixed(place) if place.digest.present
