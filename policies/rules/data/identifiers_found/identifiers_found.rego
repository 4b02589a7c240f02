# METADATA
# title: Identifiers in data declared non-personal
# description: Data that is declared as non-personal, anonymised or synthetic must not contain columns of e-mail addresses, phone numbers, IBANs, payment cards, national identification numbers, IP addresses or dates of birth. Columns are found by checksum, share of cells and name, never by one value.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Set `personal_data.status` to match the data, or remove the column. If the values were generated, waive the finding with the reason.
#   sources:
#     - Regulation (EU) 2016/679, Art. 4(1) and recital 26
#     - "Article 29 Working Party, Opinion 05/2014 on Anonymisation Techniques (WP216)"
#     - table policies/data/identifiers.yaml
#   controls: [gdpr/Art. 4(1)]
#   example: |
#     personal_data: {status: identifying}
#     fields:
#       - {name: email, type: string, pii: true}
package modelgate.rules.data.identifiers_found

import data.modelgate.identifiers
import data.modelgate.lib.datasets
import data.modelgate.lib.identified

applies if {
	some dataset in datasets.impersonal
	count(dataset.tables) > 0
}

deny contains finding if {
	some dataset in datasets.impersonal
	some [table, column, kind] in identified.columns(dataset)
	identifiers.items[kind.kind].sure
	status := dataset.card.personal_data.status
	finding := {
		"at": column.at,
		"key": sprintf("%s in %s", [kind.kind, column.name]),
		"message": sprintf("dataset %q is declared as %q, but column %q of %s contains %s: %s, such as %q", [dataset.name, status.value, column.name, table.path, identifiers.items[kind.kind].title, identified.share(column, kind), kind.example]),
		"related": [{"at": status.at, "message": "the status is declared here"}],
	}
}
