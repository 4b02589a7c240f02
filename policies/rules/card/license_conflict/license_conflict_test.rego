package modelgate.rules.card.license_conflict_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.license_conflict as rule

test_fires_when_the_base_forbids_it if {
	rule.deny == {{
		"at": "models/m/README.md#/license/0",
		"key": "license apache-2.0 of meta-llama/Llama-3.1-8B",
		"message": `license "apache-2.0" is not compatible with base model "meta-llama/Llama-3.1-8B": its license "llama3.1" restricts use, and requires the restrictions to be passed on`,
		"related": [{"at": "models/m/README.md#/base_model", "message": "the base model"}],
	}} with input as fixture.edit(fixture.based("meta-llama/Llama-3.1-8B"))
}

test_silent_on_what_is_allowed_or_not_known[base] if {
	some base in ["gpt2", "example/unknown"]
	rule.applies with input as fixture.edit(fixture.based(base))
	count(rule.deny) == 0 with input as fixture.edit(fixture.based(base))
}

test_silent_under_the_same_licence if {
	count(rule.deny) == 0 with input as fixture.edit(object.union(fixture.based("google/gemma-2-9b"), fixture.licensed(["gemma"])))
}

test_not_applicable_without_base_model if {
	not rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
