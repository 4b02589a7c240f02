# METADATA
# title: Test data used for training
# description: A model must not be trained on, or chosen by, the data that it is tested on. Its results would say nothing about new data.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Keep test data apart, or correct the sentence. If the results are of other data, name them and waive the finding.
#   sources:
#     - Regulation (EU) 2024/1689, Art. 3(32) (testing data)
#     - "Kapoor and Narayanan, Leakage and the reproducibility crisis in machine-learning-based science, Patterns 4(9), 2023, https://doi.org/10.1016/j.patter.2023.100804"
#   controls: [eu-ai-act/Art. 10(3)]
#   example: |
#     # in the text: The model was trained on the training split. The test split was used for the evaluation only.
package modelgate.rules.card.trained_on_test_data

import data.modelgate.lib.statements
import data.modelgate.training as table

applies if count(_told) + count(_overlaps) > 0

applies if count(_held_out) > 0

deny contains {"at": first.at, "key": "test data", "message": sprintf("the text states that the model was trained on test data or chosen by them: %q", [substring(first.value, 0, 120)])} if {
	first := [statement | some statement in _told; _uses_test(statement.value)][0]
}

deny contains {"at": first.at, "key": "periods", "message": sprintf("the text states that the period of the test data is within that of the training data: %s", [first.value])} if {
	first := _overlaps[0]
}

deny contains {"at": slip.at, "key": sprintf("held out %s", [slip.value]), "message": sprintf("the text states %q, but also %q", [slip.value, slip.other])} if {
	some slip in _held_out
}

_held_out := [slip | some slip in input.head.card.slips; slip.kind == "held_out"]

_uses_test(text) if {
	some form in table.splits
	regex.match(form, text)
	not regex.match(table.not_splits, text)
}

_uses_test(text) if {
	some form in table.overlaps
	regex.match(form, text)
	not regex.match(table.not_overlaps, text)
}

_uses_test(text) if {
	some form in table.seen
	some said in regex.find_n(form, text, 1)
	before := split(text, said)[0]
	not regex.match(table.not_seen, concat("", [before, said])) # "the others are not shown" says nothing of it
}

_told := statements.about({"splits"})

_overlaps := statements.about({"overlap"})
