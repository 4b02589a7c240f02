# METADATA
# title: Free text in a de-identified dataset
# description: Free text, images and sound can contain identifiers, so a safe harbor with such a field should be reviewed.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Review the field, and waive the finding with a reference to the review. Otherwise, remove the field.
#   sources:
#     - "45 CFR 164.514(b)(2)(i)"
#     - "HHS, Guidance Regarding Methods for De-identification of Protected Health Information, 2012, question on free text"
#   controls: [hipaa/45 CFR 164.514(b)(2)(i)]
#   example: |
#     fields: [{name: diagnosis_code}]
package modelgate.rules.hipaa.free_text_questioned

import data.modelgate.lib.controls
import data.modelgate.lib.words
import data.modelgate.packs

applies if controls.checked("hipaa")

deny contains {"at": field.name.at, "key": sprintf("field %s", [field.name.value]), "message": sprintf("dataset %q: identifiers can remain in field %q, but hipaa.method is \"safe-harbor\"", [dataset.name, field.name.value])} if {
	some dataset in controls.under("hipaa", "safe_harbor")
	controls.is(dataset.card, "hipaa.method", "safe-harbor")
	some field in dataset.card.fields
	words.among(field.name.value, packs.hipaa.free_text)
}
