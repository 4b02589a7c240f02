# METADATA
# title: Dataset source not declared
# description: The data card must state the kind and name of the source, and whether the data came from the people it is about.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Add `source` with `kind`, `origin` and `name`.
#   sources:
#     - Regulation (EU) 2016/679, Art. 14(2)(f)
#     - Regulation (EU) 2024/1689, Art. 10(2)(b)
#     - "Gebru et al., Datasheets for Datasets, CACM 64(12), 2021, section 3.3"
#   controls: [gdpr/Art. 14(2)(f), eu-ai-act/Art. 10(2)(b)]
#   example: |
#     source: {kind: database-snapshot, origin: data-subject, name: contract database}
package modelgate.rules.data.source_undeclared

import data.modelgate.lib.datasets

applies if count(datasets.described) > 0

deny contains {"at": source[part].at, "key": part, "message": sprintf("dataset %q: source.%s is missing", [dataset.name, part])} if {
	some dataset in datasets.described
	source := dataset.card.source
	some part in datasets.missing(source, {"kind", "origin", "name"})
}
