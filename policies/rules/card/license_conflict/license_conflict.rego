# METADATA
# title: Licence that the base model's does not allow
# description: The model is under a licence that the licence of each model it was made from allows. Where that one forbids commercial use, restricts the use, asks for its own terms or allows no derived works, a licence without the same conditions promises what nobody may give.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Put the model under the base model's licence, or start from another base model. If the table is wrong about the base model, correct it in .modelgate/data/base_models.yaml (reviewed).
#   sources:
#     - "https://creativecommons.org/licenses/by-nc/4.0/legalcode, sections 2(a)(1) and 4; https://www.llama.com/llama3_1/license/, section 1(b); https://ai.google.dev/gemma/terms, section 3.1; https://www.licenses.ai (OpenRAIL), paragraph 5"
#     - "OpenChain ISO/IEC 5230:2020, section 3.3.2 (licence compliance)"
#   example: |
#     license: llama3.1   # as that of the base model; not apache-2.0
#     base_model: meta-llama/Llama-3.1-8B
package modelgate.rules.card.license_conflict

import data.modelgate.lib.licenses
import data.modelgate.lib.lineage

applies if count(lineage.bases) > 0

deny contains finding if {
	some base in lineage.bases
	license := lineage.license(base.value)
	some item in licenses.stated
	some term in licenses.terms(item.value)
	reason := lineage.refusal(license, term)
	finding := {
		"at": item.at,
		"key": sprintf("license %s of %s", [term, base.value]),
		"message": sprintf("licence %q is not one that base model %q can be passed on under: its licence %q %s", [term, base.value, license, reason]),
		"related": [{"at": base.at, "message": "the base model"}],
	}
}
