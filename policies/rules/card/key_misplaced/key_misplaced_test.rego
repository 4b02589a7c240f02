package modelgate.rules.card.key_misplaced_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.key_misplaced as rule

messages(names) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit({"/head/card/keys": [fixture.key(name, false) | some name in names]})
}

test_fires_on_keys_of_ours if {
	messages(["license", "regimes", "risk_class"]) == {
		"metadata key \"regimes\" has no effect here; it belongs in the mapping `modelgate`",
		"metadata key \"risk_class\" has no effect here; it belongs in the mapping `modelgate`",
	}
}

test_silent_on_other_keys if {
	rule.applies with input as fixture.model
	messages(["license", "modelgate", "regime", "risk", "model-index", "contacts"]) == set()
}

test_silent_on_a_declared_label if {
	rule.deny == set() with input as fixture.edit({
		"/head/card/keys": [fixture.key("risk_class", false)],
		"/head/labels": [fixture.label("risk_class", "text", "high")],
	})
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
