package modelgate.rules.card.section_missing_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.section_missing as rule
import data.modelgate.sections as table

bare_card := {"/head/card/sections": [], "/head/card/claims": []}

keys(changes) := {f.key | some f in found} if {
	found := rule.deny with input as fixture.edit(changes)
}

owed(stage) := {key | some key in table.required[stage]}

test_fires_for_what_the_stage_owes[stage] if {
	some stage in ["draft", "review", "production"]
	keys(object.union(bare_card, {"/stage": stage})) == owed(stage)
}

test_production_owes_more if {
	count(owed("draft")) < count(owed("review"))
	count(owed("review")) < count(owed("production"))
}

test_fires_for_what_the_configuration_owes if {
	rule.deny == {{"at": "models/m/README.md#", "key": "contact", "message": `the model card has no section "Contact"`, "suggestion": {"add_section": "Contact"}}} with input as fixture.edit({"/config/required_sections": fixture.list(".modelgate/config.yaml#/required_sections", ["contact", "limitations"])})
}

test_silent_when_all_are_there if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

# The results of model-index are an evaluation.
test_claims_are_an_evaluation if {
	keys({"/head/card/sections": []}) == owed("production") - {"evaluation"}
}

# How a model is run is not what it is for.
test_names_a_section_on_how_to_use if {
	found := rule.deny with input as fixture.edit({"/head/card/sections": [fixture.section("how_to_use", "Usage", "filled")]})
	`the model card has no section "Intended use"; section "Usage" shows how to run the model, not what it is for` in {f.message | some f in found}
}

test_silent_on_an_empty_section if {
	keys({"/head/card/sections/1/state": "empty"}) == set()
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
