package modelgate.rules.gdpr.card_incomplete_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.card_incomplete as rule

messages(changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit_data(changes)
}

three := {"/notice/present": false, "/retention/present": false, "/transfers/present": false}

test_lists_all_that_is_missing if {
	messages(three) == {`dataset "contracts" has personal data (pseudonymised), but its card lacks notice (Art. 13, 14), retention (Art. 5(1)(e)), transfers (Art. 44)`}
	{f.message | some f in rule.deny} == {`dataset "contracts" has personal data (pseudonymised), but its card lacks controller (Art. 30(1)(a)), notice (Art. 13, 14), purposes and legal_basis (Art. 5, 6), retention (Art. 5(1)(e)), special_categories (Art. 9), transfers (Art. 44), criminal_data (Art. 10), data_subjects (Art. 30), dpia (Art. 35), personal_data.categories (Art. 30), recipients (Art. 30), ropa_ref (Art. 30), security_measures (Art. 30)`} with input as fixture.mute
}

test_silent_where_each_part_is_a_finding if {
	rule.applies with input as fixture.model
	messages({}) == set()
	messages({"/notice/present": false, "/retention/present": false}) == set()
}

test_not_applicable_without_people if {
	not rule.applies with input as fixture.unpersonal
	not rule.applies with input as fixture.removed
}

test_silent_about_what_no_control_in_force_asks_for if {
	input_ := fixture.edit_data(object.union(three, {"/special_categories/present": false}))
	{f.message | some f in rule.deny} == {`dataset "contracts" has personal data (pseudonymised), but its card lacks retention (Art. 5(1)(e)), special_categories (Art. 9), transfers (Art. 44)`} with input as input_ with data.modelgate.packs.gdpr.controls.information.to as "2026-01-01"
	count(rule.deny) == 0 with input as fixture.edit_data(three) with data.modelgate.packs.gdpr.controls.information.from as "2027-01-01"
}
