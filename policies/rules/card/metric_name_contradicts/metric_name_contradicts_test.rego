package modelgate.rules.card.metric_name_contradicts_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.metric_name_contradicts as rule

messages(type, name) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit({"/head/card/claims/0/metric": type, "/head/card/claims/0/metric_name": name})
}

test_fires if {
	messages("accuracy", "F1") == {`the metric has type "accuracy", but its name is "F1"`}
	count(messages("f1", "Test WER")) == 1
	count(messages("recall", "Precision (dev)")) == 1
	count(messages("micro_f1", "Macro F1")) == 1
}

test_silent_on[case] if {
	some case in [
		["accuracy", "Accuracy"], ["accuracy", "Test accuracy"], ["wer", "Test WER (+LM)"], ["f1", "F1 (macro)"], ["f1", "Accuracy and F1"], ["acc_norm", "normalized accuracy"], ["code_eval", "pass@1"], ["precision", "mAP@0.5(box)"],
		["rouge1", "ROUGE-1"], ["rouge", "Rouge-L"], ["map_at_10", "MAP@10"], ["exact_match", "single_line"], ["unknown", "score"], ["accuracy", ""], ["auc", "ROC AUC"],
	]
	messages(case[0], case[1]) == set()
}

test_not_applicable if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}

test_applies_to_metrics_with_a_name if {
	rule.applies with input as fixture.edit({"/head/card/claims/0/metric_name": "F1"})
	not rule.applies with input as fixture.model
}
