package modelgate.rules.gdpr.basis_implausible_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.basis_implausible as rule

messages(changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit_data(changes)
}

at(tag) := sprintf("datacards/contracts.yaml#/%s", [tag])

text(tag, value) := fixture.text(at(tag), value)

on(basis) := {"/legal_basis": [fixture.basis(basis, ["retention"])]}

of(people) := {"/data_subjects": fixture.list(at("data_subjects"), people)}

test_fires_on_consent_that_is_not_free if {
	messages(object.union(on("consent"), of(["employees"]))) == {`dataset "contracts": consent of "employees" is rarely freely given, because they depend on the controller`}
	messages(object.union(on("consent"), {"/controller/kind/value": "public-authority"})) == {`dataset "contracts": consent to a public authority is rarely freely given`}
	messages(object.union(on("consent"), {"/consent/mechanism_ref": text("m", "employment contract, clause 14")})) == {`dataset "contracts": consent.mechanism_ref is "employment contract, clause 14", but consent must be separate from a contract`}
}

test_fires_on_two_bases_of_one_purpose if {
	messages({"/legal_basis": [fixture.basis("consent", ["retention"]), fixture.basis("contract", ["retention"])]}) == {`dataset "contracts": purpose "retention" is based on consent and on contract`}
}

test_fires_on_what_others_made_public if {
	count(messages({"/source/origin/value": "public", "/art9_conditions": [fixture.condition("manifestly-public")]})) == 1
}

test_fires_on_children_and_lives if {
	count(messages(object.union(on("contract"), {"/children/included/value": "yes"}))) == 1
	messages(on("vital-interests")) == {`dataset "contracts": vital interests are the basis of "retention", which does not mention an emergency or a threat to life`}
}

test_silent_on_plausible_bases if {
	messages(on("consent")) == set()
	messages(object.union(on("legal-obligation"), of(["employees"]))) == set()
	messages(object.union(on("vital-interests"), {"/purposes": [object.union(fixture.purpose("retention"), {"text": text("p", "Triage of ambulance calls.")})]})) == set()
}

test_applies_to_good_data if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_personal_data if {
	not rule.applies with input as fixture.unpersonal
	not rule.applies with input as fixture.removed
}
