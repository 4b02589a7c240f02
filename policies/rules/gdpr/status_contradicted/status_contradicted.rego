# METADATA
# title: Undeclared personal data in dataset
# description: A dataset that is declared as non-personal, anonymised or synthetic must not have fields, categories or special categories of personal data on its card.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Set `personal_data.status` to match the data, or correct the fields and categories.
#   sources:
#     - Regulation (EU) 2016/679, Art. 4(1) and recital 26
#     - "Article 29 Working Party, Opinion 05/2014 on Anonymisation Techniques (WP216)"
#   controls: [gdpr/Art. 4(1)]
#   example: |
#     personal_data: {status: none}
#     fields:
#       - {name: temperature, type: number, pii: false}
package modelgate.rules.gdpr.status_contradicted

import data.modelgate.gdpr
import data.modelgate.lib.datasets
import data.modelgate.lib.identity

applies if count(datasets.impersonal) > 0

deny contains finding if {
	some dataset in datasets.impersonal
	some [at, key, what] in _signs(dataset.card)
	status := dataset.card.personal_data.status
	finding := {
		"at": at,
		"key": key,
		"message": sprintf("dataset %q is declared as %q, but %s", [dataset.name, status.value, what]),
		"related": [{"at": status.at, "message": "the status is declared here"}],
	}
}

# Each sign of personal data on a card: where it is, its key and its words.
_signs(card) := union({_fields(card), _categories(card), _special(card), _duties(card)})

_fields(card) := {[field.pii.at, identity.field(field), sprintf("its field %q is personal data", [field.name.value])] |
	some field in card.fields
	field.pii.value
}

_categories(card) := {[item.at, sprintf("category %s", [item.value]), sprintf("its card lists personal data %q", [item.value])] |
	some item in card.personal_data.categories.items
}

_special(card) := {[item.at, sprintf("special category %s", [item.value]), sprintf("its card lists the special category %q", [item.value])] |
	some item in card.special_categories.items
}

# Tags that make sense for personal data only.
_duties(card) := ((({[entry.condition.at, identity.condition(entry), sprintf("its card relies on the condition %q of Art. 9(2)", [entry.condition.value])] |
	some entry in card.art9_conditions
} | {[card.pseudonymisation.at, "pseudonymisation", "its card declares pseudonymisation, which leaves personal data"] |
	card.pseudonymisation.present
}) | {[card.criminal_data.included.at, "criminal_data", "its card declares criminal data"] |
	card.criminal_data.included.value
}) | {[field.category.at, sprintf("%s category", [identity.field(field)]), sprintf("its field %q has the special category %q", [field.name.value, field.category.value])] |
	some field in card.fields
	field.category.value in gdpr.special_categories
}) | {[at, key, what] |
	card.personal_data.status.value == "none"
	some [at, key, what] in _people(card)
}

_people(card) := (({[item.at, sprintf("data subject %s", [item.value]), sprintf("its card lists the data subjects %q", [item.value])] |
	some item in card.data_subjects.items
} | {[entry.basis.at, identity.basis(entry), sprintf("its card relies on the legal basis %q", [entry.basis.value])] |
	some entry in card.legal_basis
}) | {[card.children.included.at, "children", "its card includes children"] |
	card.children.included.value == "yes"
}) | {[card.source.origin.at, "origin", "it comes from the data subjects"] |
	card.source.origin.value == "data-subject"
}
