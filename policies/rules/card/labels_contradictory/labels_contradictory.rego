# METADATA
# title: Contradictory class labels
# description: The text and the configuration of a model must give each class the same meaning. Users who take 0 for 1 act on the opposite of every result.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Correct the meaning that is wrong, in the text or in config.json.
#   sources:
#     - "Hugging Face, transformers, PretrainedConfig, id2label and label2id: https://huggingface.co/docs/transformers/main_classes/configuration"
#     - "Regulation (EU) 2024/1689, Art. 13(3)"
#   example: |
#     # in the text: 0 is a normal answer, 1 a rejection   (and the same in config.json)
package modelgate.rules.card.labels_contradictory

applies if input.head.card.present

deny contains {"at": slip.at, "key": "classes", "message": sprintf("the text states the classes as %s, but elsewhere as %s", [slip.value, slip.other])} if {
	some slip in input.head.card.slips
	slip.kind == "labels"
}

deny contains {"at": slip.at, "key": "classes of settings", "message": sprintf("id2label has %q, but label2id gives that class the number %s", [slip.value, slip.other])} if {
	some slip in input.head.card.slips
	slip.kind == "classes"
}
