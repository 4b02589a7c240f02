# METADATA
# title: Open question about personal data
# description: "A description that refers to people must be answered with a declared status. Prose and field names do not set `personal_data.status`: they raise the question, and a person answers it."
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Add a data card of the same `name` with `personal_data.status`.
#   sources:
#     - Regulation (EU) 2016/679, Art. 4(1), 4(5) and recital 26
#     - "Croissant RAI 1.0, rai:personalSensitiveInformation; Hugging Face dataset card, Personal and Sensitive Information"
#   controls: [gdpr/Art. 4(1)]
#   example: |
#     # datacards/letters.yaml
#     name: letters
#     personal_data: {status: pseudonymised}
package modelgate.rules.data.status_question

import data.modelgate.lib.datasets
import data.modelgate.lib.words

applies if count(datasets.described) > 0

_open contains dataset if {
	some dataset in datasets.described
	not dataset.card.personal_data.status.present
}

deny contains {"at": question.at, "key": sprintf("dataset %s %s", [dataset.name, question.quote]), "message": sprintf("dataset %q: %s is not declared, but the description contains %q", [dataset.name, question.tag, question.quote])} if {
	some dataset in _open
	some question in dataset.card.questions
}

deny contains {"at": fields[0].name.at, "key": sprintf("dataset %s fields", [dataset.name]), "message": sprintf("dataset %q: personal_data.status is not declared, but fields are named like data about people: %s", [dataset.name, concat(", ", [sprintf("%q", [field.name.value]) | some field in array.slice(fields, 0, 5)])])} if {
	some dataset in _open
	fields := [field | some field in dataset.card.fields; _personal(field)]
	count(fields) > 0
}

_personal(field) if field.pii.value

_personal(field) if words.named(field.name.value, "identifiers")

_personal(field) if words.named(field.name.value, "traits")
