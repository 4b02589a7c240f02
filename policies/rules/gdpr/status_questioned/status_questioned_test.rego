package modelgate.rules.gdpr.status_questioned_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.status_questioned as rule

messages(changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit_data(changes)
}

at(tag) := sprintf("datacards/contracts.yaml#/%s", [tag])

text(tag, value) := fixture.text(at(tag), value)

called(name) := {"/fields": [fixture.field(name, false)]}

none := {"/personal_data/status/value": "none"}

synthetic := {"/personal_data/status/value": "synthetic", "/data_subjects": fixture.no_list}

test_fires_on_names_of_fields if {
	messages(object.union(called("email"), none)) == {`dataset "contracts" is declared as "none", but its field "email" looks like personal data`}
	messages(called("full_name")) == {`dataset "contracts" is declared as "pseudonymised", but its field "full_name" identifies people directly`}
}

stated(quote) := {"/questions": [{"at": "croissant.json#/rai:personalSensitiveInformation/0", "tag": "personal_data.status", "quote": quote}]}

test_fires_on_attributes_of_people if {
	messages(object.union(stated("Gender"), none)) == {`dataset "contracts" is declared as "none", but its other description states "Gender" as personal or sensitive information`}
}

test_silent_on_sentences_and_on_personal_data if {
	messages(object.union(stated("No gender is recorded."), none)) == set()
	messages(stated("Gender")) == set()
}

test_fires_on_a_sentence_that_says_so if {
	messages(object.union(stated("The letters contain diagnoses and the initials of patients."), none)) == {`dataset "contracts" is declared as "none", but its other description says "The letters contain diagnoses and the initials of patients."`}
}

test_fires_on_a_name_of_it if {
	every quote in ["names of patients", "classification: PII", "equivalentProperty: sc:email", "dataType: https://schema.org/Person", "E-mail addresses"] {
		messages(object.union(stated(quote), none)) == {sprintf(`dataset "contracts" is declared as "none", but its other description says %q`, [quote])}
	}
}

test_silent_on_a_sentence_that_may_say_otherwise if {
	every quote in ["The letters contain no names of patients.", "Contains names of people in public office.", "It doesn't contain personal data.", "The data may contain e-mail addresses.", "Personal data was removed.", "The letters include fictional patient names.", "Contains annotations of dates.", "No PII", "Public e-mail addresses"] {
		messages(object.union(stated(quote), none)) == set()
	}
	messages(stated("The letters contain diagnoses and the initials of patients.")) == set()
}

test_fires_on_data_subjects if {
	messages({"/personal_data/status/value": "anonymised"}) == {`dataset "contracts" is declared as "anonymised", but lists the data subjects "customers"`}
}

test_fires_on_the_source_of_synthetic_data if {
	messages(synthetic) == {`dataset "contracts" is declared as synthetic, but its source is a database-snapshot`}
	messages(object.union(synthetic, {"/source/kind/value": "simulation"})) == set()
	messages(object.union(synthetic, {"/lineage": [{"at": at("lineage/0"), "ref": text("lineage/0/ref", "people"), "relation": text("lineage/0/relation", "synthesised-from"), "revision": fixture.lacks("r")}]})) == set()
}

test_silent_on_other_names if {
	messages(called("email_verified")) == set()
	messages(object.union(called("district"), none)) == set()
	messages(object.union(called("customer_key"), {})) == set()
}

test_applies_to_good_data if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_data_card if {
	not rule.applies with input as fixture.undescribed
	not rule.applies with input as fixture.removed
}
