# METADATA
# title: Questionable status of personal data
# description: "Field names, data subjects and the source of a dataset should match its status. This warning is a question: a name alone does not prove anything."
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Correct `personal_data.status`, or the tag that the message names. If both are right, waive the finding with the reason.
#   sources:
#     - "Regulation (EU) 2016/679, Art. 4(1), 4(5) and recital 26"
#     - "Article 29 Working Party, Opinion 05/2014 (WP216)"
#     - "Croissant RAI 1.0, rai:personalSensitiveInformation"
#   controls: [gdpr/Art. 4(1)]
#   example: |
#     personal_data: {status: identifying}
#     fields:
#       - {name: email, type: string, pii: true}
package modelgate.rules.gdpr.status_questioned

import data.modelgate.lib.datasets
import data.modelgate.lib.identity
import data.modelgate.lib.words

applies if count(datasets.described) > 0

deny contains {"at": field.name.at, "key": identity.field(field), "message": sprintf("dataset %q is declared as %q, but its field %q looks like personal data", [dataset.name, dataset.card.personal_data.status.value, field.name.value])} if {
	some dataset in datasets.impersonal
	some field in dataset.card.fields
	not field.pii.value
	words.named(field.name.value, "identifiers")
}

deny contains {"at": field.name.at, "key": identity.field(field), "message": sprintf("dataset %q is declared as %q, but its field %q identifies people directly", [dataset.name, dataset.card.personal_data.status.value, field.name.value])} if {
	some dataset in datasets.personal
	dataset.card.personal_data.status.value in {"pseudonymised", "contextually-anonymised"}
	some field in dataset.card.fields
	words.named(field.name.value, "direct")
}

# The other description lists attributes of people, as the vocabulary of Croissant RAI has them. A sentence can say that there are none.
deny contains {"at": question.at, "key": sprintf("sensitive %s", [lower(question.quote)]), "message": sprintf("dataset %q is declared as %q, but its other description states %q as personal or sensitive information", [dataset.name, dataset.card.personal_data.status.value, question.quote])} if {
	some dataset in datasets.impersonal
	dataset.card.personal_data.status.value == "none"
	some question in dataset.card.questions
	question.tag == "personal_data.status"
	some sign in ["traits", "health", "genetic", "biometric-for-identification", "racial-or-ethnic-origin", "political-opinions", "religious-or-philosophical-beliefs"]
	words.is_one(question.quote, sign)
}

# A sentence counts if it says what the data contains, or is a name of it, and nothing that could take it back.
deny contains {"at": question.at, "key": sprintf("sentence %s", [lower(question.quote)]), "message": sprintf("dataset %q is declared as %q, but its other description says %q", [dataset.name, dataset.card.personal_data.status.value, question.quote])} if {
	some dataset in datasets.impersonal
	dataset.card.personal_data.status.value == "none"
	some question in dataset.card.questions
	question.tag == "personal_data.status"
	_tells(question.quote)
	words.says(question.quote, "of_people")
	not words.says(question.quote, "denied")
}

deny contains {"at": item.at, "key": sprintf("data subject %s", [item.value]), "message": sprintf("dataset %q is declared as %q, but lists the data subjects %q", [dataset.name, dataset.card.personal_data.status.value, item.value])} if {
	some dataset in datasets.impersonal
	dataset.card.personal_data.status.value in {"anonymised", "synthetic"}
	some item in dataset.card.data_subjects.items
}

# What is made from records of people is synthetic by its source or its lineage.
deny contains {"at": kind.at, "key": "source", "message": sprintf("dataset %q is declared as synthetic, but its source is a %s", [dataset.name, kind.value])} if {
	some dataset in datasets.impersonal
	dataset.card.personal_data.status.value == "synthetic"
	kind := dataset.card.source.kind
	kind.value in {"database-snapshot", "event-stream", "sensor-stream", "survey", "third-party-feed", "web-crawl"}
	not "synthesised-from" in {parent.relation.value | some parent in dataset.card.lineage}
}

_tells(quote) if words.says(quote, "contains")

_tells(quote) if count(split(quote, " ")) < 6
