# METADATA
# title: Identifier in a de-identified dataset
# description: A dataset de-identified by the safe harbor cannot have a field with one of the 18 identifiers. A limited data set cannot have the direct ones.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Remove the field from the data and the card, or correct `hipaa.status` or `hipaa.method`.
#   sources:
#     - "45 CFR 164.514(b)(2)(i), 164.514(e)(2)"
#     - "HHS, Guidance Regarding Methods for De-identification of Protected Health Information, 2012"
#   controls: [hipaa/45 CFR 164.514(b)(2)(i)]
#   example: |
#     hipaa: {status: de-identified, method: safe-harbor}
#     fields: [{name: age_group}, {name: admission_year}]
package modelgate.rules.hipaa.identifier_left

import data.modelgate.lib.controls
import data.modelgate.lib.identified
import data.modelgate.lib.words
import data.modelgate.packs

applies if controls.checked("hipaa")

# Of the status, with the identifiers that data under it is free of.
_free contains [dataset, "de-identified", object.keys(packs.hipaa.fields)] if {
	some dataset in controls.under("hipaa", "safe_harbor")
	controls.is(dataset.card, "hipaa.status", "de-identified")
	controls.is(dataset.card, "hipaa.method", "safe-harbor")
}

_free contains [dataset, "limited-data-set", {identifier | some identifier in packs.hipaa.limited_data_set}] if {
	some dataset in controls.under("hipaa", "limited_data_set")
	controls.is(dataset.card, "hipaa.status", "limited-data-set")
}

# Most names are like none: they are compared once, and not with each of the 18.
_forms := [concat("|", forms) | some forms in packs.hipaa.fields]

deny contains {"at": field.name.at, "key": sprintf("field %s %s", [field.name.value, identifier]), "message": sprintf("dataset %q: field %q is an identifier (%s), but hipaa.status is %q", [dataset.name, field.name.value, identifier, status])} if {
	some [dataset, status, identifiers] in _free
	some field in dataset.card.fields
	words.among(field.name.value, _forms)
	some identifier in identifiers
	words.among(field.name.value, packs.hipaa.fields[identifier])
}

deny contains {"at": column.at, "key": sprintf("column %s %s", [column.name, kind.kind]), "message": sprintf("dataset %q: column %q of %s contains an identifier (%s): %s, but hipaa.status is %q", [dataset.name, column.name, table.path, identifier, identified.share(column, kind), status])} if {
	some [dataset, status, identifiers] in _free
	some [table, column, kind] in identified.columns(dataset)
	identifier := packs.hipaa.columns[kind.kind]
	identifier in identifiers
}
