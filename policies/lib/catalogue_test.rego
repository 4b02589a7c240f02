# METADATA
# title: The rules as a whole
# description: What all rules together say of a good model, of nothing and of a removed model.
package modelgate.lib.catalogue_test

import data.modelgate.lib.fixture_test as fixture

fires contains sprintf("%s/%s", [category, name]) if {
	some finding in data.modelgate.rules[category][name].deny
}

# same compares ids of rules and prints those that differ. A rule that fires on
# the absence of something belongs in the lists below.
same(got, want) if got == want

same(got, want) if {
	got != want
	print("missing:", sort(want - got), "extra:", sort(got - want))
	false
}

asked contains sprintf("%s/%s", [category, name]) if data.modelgate.rules[category][name].applies

test_no_rule_objects_to_the_good_model if {
	same(fires, set()) with input as fixture.model
}

# A rule that is silent here is one that an empty proposal passes.
test_a_bare_directory_owes_everything if {
	same(fires, {
		"card/missing",
		"evaluation/evidence_missing",
		"governance/artifact_undeclared",
		"governance/manifest_missing",
	}) with input as fixture.bare
}

test_mute_documents_owe_everything if {
	same(fires, {
		"card/business_undeclared",
		"card/datasets_undeclared",
		"card/declaration_withdrawn",
		"card/field_advised",
		"card/license_missing",
		"card/section_advised",
		"card/section_missing",
		"data/dataset_revised",
		"data/license_missing",
		"data/source_undeclared",
		"data/storage_country_missing",
		"gdpr/card_incomplete",
		"gdpr/model_purpose_undeclared",
		"gdpr/pseudonymisation_unproven",
		"governance/owner_missing",
		"governance/version_missing",
	}) with input as fixture.mute
}

test_only_the_removal_is_asked_of_a_removed_model if {
	same(asked, {"governance/model_removed", "governance/thresholds_shed"}) with input as fixture.removed
	same(fires, {"governance/model_removed"}) with input as fixture.removed
}

test_nothing_is_asked_of_a_repository_whose_rules_stay if {
	same(asked, set()) with input as fixture.absent
	same(fires, set()) with input as fixture.absent
}

# The engine takes a rule that denies for one that applies; none here disagrees.
test_what_fires_is_asked if {
	same(fires - asked, set()) with input as fixture.model
	same(fires - asked, set()) with input as fixture.bare
	same(fires - asked, set()) with input as fixture.mute
	same(fires - asked, set()) with input as fixture.removed
	same(fires - asked, set()) with input as fixture.absent
}

# Each finding has a place and a message, whatever its rule.
test_every_finding_has_a_form if {
	every finding in data.modelgate.rules[_][_].deny {
		finding.at != ""
		finding.message != ""
	} with input as fixture.mute
}
