# METADATA
# title: License incompatible with the base model
# description: The model's license must be compatible with the license of every base model. If a base model's license forbids commercial use or derivatives, restricts use, or must be passed on, the model cannot be offered without the same conditions.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Use the base model's license, or choose a different base model. If the built-in license of the base model is wrong, override it under `reviewed` in .modelgate/data/base_models.yaml.
#   sources:
#     - "https://creativecommons.org/licenses/by-nc/4.0/legalcode, sections 2(a)(1) and 4; https://www.llama.com/llama3_1/license/, section 1(b); https://ai.google.dev/gemma/terms, section 3.1; https://www.licenses.ai (OpenRAIL), paragraph 5"
#     - "OpenChain ISO/IEC 5230:2020, section 3.3.2 (licence compliance)"
#   example: |
#     license: llama3.1   # as that of the base model; not apache-2.0
#     base_model: meta-llama/Llama-3.1-8B
package modelgate.rules.card.license_conflict

import data.modelgate.lib.crowds
import data.modelgate.lib.lineage

applies if count(lineage.bases) > 0

deny contains finding if some finding in crowds.few(_found)

_found contains finding if {
	some pair in lineage.pairs
	[base, license, item, term] := [pair.base, pair.license, pair.item, pair.term]
	reason := lineage.refusal(license, term)
	finding := {
		"at": item.at,
		"key": sprintf("license %s of %s", [term, base.value]),
		"message": sprintf("license %q is not compatible with base model %q: its license %q %s", [term, base.value, license, reason]),
		"related": [{"at": base.at, "message": "the base model"}],
	}
}
