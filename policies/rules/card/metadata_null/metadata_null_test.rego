package modelgate.rules.card.metadata_null_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.metadata_null as rule

test_fires_on_null if {
	rule.deny == {{"at": "models/m/README.md#/thumbnail", "message": `metadata key "thumbnail" has no value`}} with input as fixture.edit({"/head/card/keys": [fixture.key("license", false), fixture.key("thumbnail", true)]})
}

test_silent_with_values if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}

# MLflow writes these itself, and nobody edits its file.
test_silent_on_what_a_tool_leaves_empty if {
	keys := {"/head/card/keys": [fixture.key("model_id", true)]}
	count(rule.deny) == 0 with input as fixture.edit(object.union(keys, {"/head/card/format": "mlflow-mlmodel"}))
	count(rule.deny) == 1 with input as fixture.edit(keys)
}
