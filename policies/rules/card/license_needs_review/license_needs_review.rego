# METADATA
# title: License needs manual review
# description: A person must review a license whose effect on the model is not in the license tables. What is unknown is never treated as allowed.
# custom:
#   severity: {draft: note, review: note, production: warning}
#   remediation: Review the license. For a base model, record it under `reviewed` in .modelgate/data/base_models.yaml; for a dataset, waive the finding and name the decision.
#   sources:
#     - "OpenChain ISO/IEC 5230:2020, section 3.3.2 (licence compliance)"
#     - Regulation (EU) 2024/1689, Art. 53(1)(c)
#   example: |
#     # .modelgate/data/base_models.yaml
#     reviewed:
#       "example/house-model-7b": apache-2.0
package modelgate.rules.card.license_needs_review

import data.modelgate.base_models as table
import data.modelgate.lib.ancestry
import data.modelgate.lib.crowds
import data.modelgate.lib.licenses
import data.modelgate.lib.lineage

applies if count(lineage.bases) > 0

applies if {
	input.head.card.present
	count(input.head.datasets) > 0
}

deny contains finding if some finding in crowds.few(_found)

_found contains {"at": base.at, "key": sprintf("base model %s", [base.value]), "message": sprintf("the license of base model %q is not in the license table (%s); review manually whether it allows this model", [base.value, table.date])} if {
	some base in lineage.bases
	not lineage.license(base.value)
	not lineage.local(base.value) # card/base_model_local finds it
}

_found contains finding if {
	some pair in lineage.pairs
	[base, license, item, term] := [pair.base, pair.license, pair.item, pair.term]
	lineage.doubtful(license, term)
	finding := {
		"at": item.at,
		"key": sprintf("license %s of %s", [term, base.value]),
		"message": sprintf("the license tables do not cover license %q together with %q, the license of base model %q; review both licenses", [term, license, base.value]),
		"related": [{"at": base.at, "message": "the base model"}],
	}
}

_found contains finding if {
	some dataset in input.head.datasets
	license := dataset.card.license
	license.present
	some condition in table.conditions
	condition in licenses.flags(license.value)
	some term, item in licenses.by_term
	is_set(licenses.flags(term))
	not condition in licenses.flags(term)
	finding := {
		"at": license.at,
		"key": sprintf("dataset %s for %s", [dataset.name, term]),
		"message": sprintf("dataset %q is under %q, which is %s, but the model is under %q, which is not; review manually whether that is allowed", [dataset.name, license.value, condition, term]),
		"related": [{"at": item.at, "message": "the model's license"}],
	}
}

# A license that does not tell its limits hides those of what the dataset is made from.
_found contains finding if {
	some dataset in input.head.datasets
	not _tells(dataset.card.license.value)
	_limited(dataset)
	some source in ancestry.passing(dataset, "license")
	some condition in table.conditions
	condition in licenses.flags(source.license.value)
	some term, item in licenses.by_term
	is_set(licenses.flags(term))
	not condition in licenses.flags(term)
	finding := {
		"at": dataset.card.license.at,
		"key": sprintf("dataset %s from %s for %s", [dataset.name, source.name.value, term]),
		"message": sprintf("dataset %q is made from %q, which is under %q and so %s, but the model is under %q, which is not; review manually whether that is allowed", [dataset.name, source.name.value, source.license.value, condition, term]),
		"related": [{"at": source.license.at, "message": "the license with the limit"}, {"at": item.at, "message": "the model's license"}],
	}
}

_tells(license) if is_set(licenses.flags(license))

# Whether any is: most lineages are not followed.
_limited(dataset) if {
	some origin in dataset.origins
	some condition in table.conditions
	condition in licenses.flags(origin.parent.license.value)
}
