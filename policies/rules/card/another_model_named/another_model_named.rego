# METADATA
# title: Another model's name
# description: A card must name this model where it is about this model, in its title, results and code alike. Names and sizes left over from the card of a related model mislead readers.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Replace the name with this model's. If the sentence is about the other model, name both models in it.
#   sources:
#     - "Mitchell et al., Model Cards for Model Reporting, 2019, section 4.1, https://doi.org/10.1145/3287560.3287596"
#     - "Regulation (EU) 2024/1689, Annex IV, 1(a)"
#   controls: [eu-ai-act/Art. 11]
#   example: |
#     # in the code of model acme/bert-base-ner: AutoTokenizer.from_pretrained("acme/bert-base-ner")
package modelgate.rules.card.another_model_named

applies if input.head.card.present

deny contains {"at": slip.at, "key": sprintf("model %s", [slip.value]), "message": sprintf("%q is another model than this one, %q", [slip.value, slip.other])} if {
	some slip in _named
	first := [other.other | some other in _named; other.at == slip.at; other.value == slip.value][0]
	slip.other == first
}

deny contains {"at": slip.at, "key": sprintf("tokenizer %s", [slip.value]), "message": sprintf("the code loads the tokenizer or processor of %q with model %q", [slip.value, slip.other])} if {
	some slip in input.head.card.slips
	slip.kind == "tokenizer"
}

deny contains {"at": slip.at, "key": sprintf("kind %s", [slip.value]), "message": sprintf("the text compares the model with %q, but the metadata's task is %q", [slip.value, slip.other])} if {
	some slip in input.head.card.slips
	slip.kind == "likened"
}

# Results of the base model, in a file next to the card of this one.
deny contains {"at": evaluation.subject.at, "key": sprintf("results %s", [evaluation.subject.model]), "message": sprintf("the results are of %q, the base model of this one", [evaluation.subject.model])} if {
	some evaluation in input.head.evaluations
	count(input.head.evaluations) == 1 # others may be of this model
	some base in input.head.card.base_models.items
	evaluation.subject.model == base.value
	contains(base.value, "/")
	not lower(base.relation.value) in {"adapter", "quantized"}
	count(input.head.card.base_models.items) == 1
}

_named := [slip | some slip in input.head.card.slips; slip.kind == "model"]
