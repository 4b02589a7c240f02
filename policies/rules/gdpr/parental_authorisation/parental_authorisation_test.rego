package modelgate.rules.gdpr.parental_authorisation_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.parental_authorisation as rule

consent := {"/legal_basis": [fixture.basis("consent", ["retention"])]}

children := object.union(consent, {"/children/included/value": "yes"})

authorised := object.union(children, {"/consent/parental_authorisation_ref": fixture.text("datacards/contracts.yaml#/consent/parental_authorisation_ref", "consent:2")})

messages(changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit_data(changes)
}

test_fires_without_authorisation if {
	messages(children) == {`dataset "contracts" is based on consent and includes children below the age limit of 16, but consent.parental_authorisation_ref is missing`}
}

test_fires_when_it_is_not_said if {
	messages(object.union(consent, {"/children/included": fixture.no_text})) == {`dataset "contracts" is based on consent but does not state whether children are included`}
	count(messages(object.union(consent, {"/children/included/value": "unknown"}))) == 1
}

test_silent_without_children_or_with_authorisation if {
	rule.applies with input as fixture.edit_data(consent)
	messages(consent) == set()
	messages(authorised) == set()
}

test_not_applicable_to_other_bases if {
	not rule.applies with input as fixture.unpersonal
	not rule.applies with input as fixture.removed
}

test_children_are_children if {
	count(rule.deny) == 1 with input as fixture.edit_data({"/data_subjects": fixture.list("d", ["Pupils"])})
	count(rule.deny) == 0 with input as fixture.edit_data({"/data_subjects": fixture.list("d", ["parents of children"])})
}

test_age_limits_are_national if {
	count(messages(object.union(children, {"/data_subject_regions": fixture.list("r", ["AT", "BE"]), "/children/youngest": fixture.text("y", "13")}))) == 1
	messages(object.union(children, {"/data_subject_regions": fixture.list("r", ["AT", "BE"]), "/children/youngest": fixture.text("y", "14")})) == set()
	messages(object.union(children, {"/data_subject_regions": fixture.list("r", ["EEA"]), "/children/youngest": fixture.text("y", "15")})) != set()
	messages(object.union(children, {"/data_subject_regions": fixture.no_list, "/children/youngest": fixture.text("y", "16")})) == set()
	messages(object.union(children, {"/children/online_service": fixture.flag("o", false)})) == set()
	messages(object.union(children, {"/children/online_service": fixture.flag("o", true)})) != set()
}

test_an_age_contradicts if {
	messages({"/children/youngest": fixture.text("y", "12")}) == {`dataset "contracts": children.youngest is 12, but children.included is "no"`}
	messages({"/children/youngest": fixture.text("y", "18")}) == set()
}
