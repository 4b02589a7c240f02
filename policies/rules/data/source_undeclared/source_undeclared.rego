# METADATA
# title: Dataset source not declared
# description: The data card must state the kind and name of the source, and whether the data came from the people it is about.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Add `source` with `kind`, `origin` and `name`. For public data without personal data, a `uri` at a host of policies/data/hosts.yaml is enough.
#   sources:
#     - Regulation (EU) 2016/679, Art. 14(2)(f)
#     - Regulation (EU) 2024/1689, Art. 10(2)(b)
#     - "Gebru et al., Datasheets for Datasets, CACM 64(12), 2021, section 3.3"
#   controls: [gdpr/Art. 14(2)(f), eu-ai-act/Art. 10(2)(b)]
#   example: |
#     source: {kind: database-snapshot, origin: data-subject, name: contract database}
package modelgate.rules.data.source_undeclared

import data.modelgate.hosts
import data.modelgate.lib.datasets

applies if count(datasets.described) > 0

deny contains {"at": source.at, "message": sprintf("dataset %q: %s", [dataset.name, concat(", ", [sprintf("source.%s is missing", [part]) | some part in sort(parts)])])} if {
	some dataset in datasets.described
	source := dataset.card.source
	parts := datasets.missing(source, {"kind", "origin", "name"})
	count(parts) > 0
	not _told(dataset)
}

# An address at a host of public data tells all three of data about nobody.
_told(dataset) if {
	dataset in datasets.impersonal
	some prefix, _ in hosts.items
	startswith(lower(dataset.card.source.uri.value), prefix)
}
