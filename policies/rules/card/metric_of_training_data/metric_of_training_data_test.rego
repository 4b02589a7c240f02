package modelgate.rules.card.metric_of_training_data_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.metric_of_training_data as rule

messages(split, dataset) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit({"/head/card/claims/0/split": split, "/head/card/claims/0/dataset": dataset, "/head/card/claims/0/dataset_type": dataset, "/head/card/datasets/items/0": dataset_item("acme/contracts")})
}

dataset_item(value) := {"at": "models/m/README.md#/datasets/0", "value": value, "config": fixture.no_text, "split": fixture.no_text, "revision": fixture.no_text, "link": fixture.no_text, "role": ""}

test_fires if {
	messages("train", "contracts") == {`metric "accuracy" is of split "train" of dataset "contracts", which the model was trained on`}
	count(messages("training", "acme/Contracts")) == 1
}

test_silent if {
	messages("test", "contracts") == set()
	messages("", "contracts") == set()
	messages("train", "enem_challenge") == set() # a benchmark that has no other split
}

test_silent_on_a_loss if {
	found := rule.deny with input as fixture.edit({"/head/card/claims/0/split": "train", "/head/card/claims/0/metric": "loss", "/head/card/datasets/items/0": dataset_item("contracts")})
	count(found) == 0
}

test_not_applicable if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
