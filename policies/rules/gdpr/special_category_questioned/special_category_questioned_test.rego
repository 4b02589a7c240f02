package modelgate.rules.gdpr.special_category_questioned_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.special_category_questioned as rule

messages(changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit_data(changes)
}

at(tag) := sprintf("datacards/contracts.yaml#/%s", [tag])

called(name) := {"/fields": [fixture.field(name, true)]}

about(words) := {"/personal_data/categories": fixture.list(at("c"), [words])}

subjects(words) := {"/data_subjects": fixture.list(at("d"), [words])}

declared(category) := {"/special_categories": fixture.list(at("s"), [category])}

test_fires_on_fields if {
	messages(called("icd10_code")) == {`dataset "contracts": special_categories has no "health", but field "icd10_code" looks like it`}
	messages(called("Konfession")) == {`dataset "contracts": special_categories has no "religious-or-philosophical-beliefs", but field "Konfession" looks like it`}
	every name in ["primaryDiagnosisCode", "snomed_ct", "krankentage", "disability_degree", "union_member", "ethnic_group", "party_membership", "sexual_orientation", "genotype", "face_embedding"] {
		count(messages(called(name))) == 1
	}
}

test_fires_on_categories_and_data_subjects if {
	messages(about("sick leave days")) == {`dataset "contracts": special_categories has no "health", but personal_data.categories contains "sick leave days"`}
	messages(subjects("patients of a clinic")) == {`dataset "contracts": special_categories has no "health", but data_subjects contains "patients of a clinic"`}
}

test_silent_where_declared if {
	messages(object.union(called("icd10_code"), declared("health"))) == set()
	messages(object.union(about("sick leave days"), declared("health"))) == set()
	messages(object.union(called("icd10_code"), {"/special_categories": fixture.lacks_list(at("s"))})) == set()
}

test_silent_on_names_that_are_near if {
	every name in ["race_time", "race_id", "disability_page_views", "religion_count", "fingerprint", "medical_device_sku", "party_size", "union_id", "health_check_url", "orientation", "diagnostics", "dna_sequence_length", "atc_tower"] {
		messages(called(name)) == set()
	}
	messages(about("medical devices ordered")) == set()
	messages(subjects("owners of veterinary patients")) == set()
}

test_applies_to_good_data if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_personal_data if {
	not rule.applies with input as fixture.unpersonal
	not rule.applies with input as fixture.removed
}
