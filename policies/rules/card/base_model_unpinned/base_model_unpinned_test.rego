package modelgate.rules.card.base_model_unpinned_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.base_model_unpinned as rule

test_fires_without_revision if {
	rule.deny == {{"at": "models/m/README.md#/base_model", "key": "base model gpt2", "message": `base model "gpt2" has no pinned revision`}} with input as unpinned("gpt2", fixture.no_text)
}

test_fires_on_a_branch if {
	{f.message | some f in rule.deny} == {`revision "main" of base model "gpt2" is a branch or tag, not a commit`} with input as unpinned("gpt2", fixture.text("models/m/README.md#/base_model", "main"))
}

unpinned(value, revision) := fixture.edit({"/head/card/base_models": {"at": "models/m/README.md#/base_model", "present": true, "items": [fixture.base_model(value, revision)]}})

test_silent_on_a_commit if {
	rule.applies with input as fixture.edit(fixture.based("gpt2"))
	count(rule.deny) == 0 with input as fixture.edit(fixture.based("gpt2"))
}

test_silent_on_a_model_of_this_repository if {
	every path in ["./base", "../base"] { count(rule.deny) == 0 with input as unpinned(path, fixture.no_text) }
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
