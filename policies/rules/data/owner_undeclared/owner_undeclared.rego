# METADATA
# title: Shared data without an owner
# description: The card of a stream, or of an entry of a catalog or feature store, must name the team that answers for the data. Models use it while it changes.
# custom:
#   severity: {draft: note, review: note, production: note}
#   remediation: Add `owner` with the name of the team.
#   sources:
#     - "Regulation (EU) 2024/1689, Art. 17(1)(f) and (m)"
#     - "Open Data Contract Standard 3.1, team; Feast, FeatureView owner"
#   example: |
#     owner: Marketplace team
#     catalog: {kind: feast, name: rides/driver_hourly_stats}
package modelgate.rules.data.owner_undeclared

import data.modelgate.lib.datasets

applies if count(datasets.described) > 0

deny contains {"at": dataset.card.owner.at, "key": sprintf("dataset %s owner", [dataset.name]), "message": sprintf("dataset %q is %s, and its card names no owner", [dataset.name, what])} if {
	some dataset in datasets.described
	not dataset.card.owner.present
	what := _shared(dataset.card)
}

_shared(card) := sprintf("an entry of a catalog (%s)", [card.catalog.kind.value]) if {
	card.catalog.present
} else := "a stream" if {
	card.source.pipeline.value == "streaming"
}
