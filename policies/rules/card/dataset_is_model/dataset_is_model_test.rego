package modelgate.rules.card.dataset_is_model_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.dataset_is_model as rule

messages(dataset, base) := {f.message | some f in found} if {
	card := fixture.edit({
		"/head/card/datasets/items/0/value": dataset,
		"/head/card/base_models": {"at": "models/m/README.md#/base_model", "present": true, "items": [{"at": "models/m/README.md#/base_model", "value": base, "revision": fixture.no_text, "relation": fixture.no_text}]},
	})
	rule.applies with input as card
	found := rule.deny with input as card
}

test_fires if messages("acme/BERT", "acme/bert") == {`dataset "acme/BERT" is the base model as well`}

test_silent if messages("imdb", "acme/bert") == set()

test_not_applicable if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
