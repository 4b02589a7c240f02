package modelgate.rules.gdpr.purpose_incompatible_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.purpose_incompatible as rule

messages(changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit_data(changes)
}

at(tag) := sprintf("datacards/contracts.yaml#/%s", [tag])

text(tag, value) := fixture.text(at(tag), value)

further(changes) := {"/purposes": [object.union(object.union(fixture.purpose("retention"), {"original": fixture.flag(at("purposes/0/original"), false)}), changes)]}

ground(ref) := {"compatibility": {"at": at("c"), "present": true, "ground": text("c/ground", "assessment"), "ref": ref}}

test_fires_without_a_ground if {
	messages(further({})) == {`dataset "contracts": the purpose "retention" is not original, but no ground for it is declared`}
	messages(further(ground(fixture.lacks("r")))) == {`dataset "contracts": compatibility of the purpose "retention" has no ref`}
}

test_silent_with_a_ground if {
	rule.applies with input as fixture.edit_data(further({}))
	messages(further(ground(text("r", "compat:1")))) == set()
	messages(further({"text": text("t", "Research on contracts.")})) == set()
	messages(object.union(further({}), {"/legal_basis": [fixture.basis("consent", ["retention"])]})) == set()
}

test_not_applicable_to_original_purposes_and_data_of_others if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.edit_data(object.union(further({}), {"/source/origin/value": "public"}))
	not rule.applies with input as fixture.removed
}

test_absence_of_the_tag_does_not_help if {
	messages(further({"original": fixture.no_flag})) == {`dataset "contracts": the purpose "retention" is not declared as original, but no ground for it is declared`}
}
