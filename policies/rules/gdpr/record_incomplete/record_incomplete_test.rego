package modelgate.rules.gdpr.record_incomplete_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.record_incomplete as rule

test_fires_for_each_missing_part if {
	found := rule.deny with input as fixture.edit_data({
		"/data_subjects": fixture.no_list,
		"/recipients": fixture.no_list,
		"/security_measures": fixture.no_list,
		"/ropa_ref": fixture.no_text,
		"/personal_data/categories": fixture.no_list,
	})
	{f.message | some f in found} == {`dataset "contracts": the card lacks parts of the record: data_subjects, personal_data.categories, recipients, ropa_ref, security_measures`}
}

test_an_empty_list_is_no_answer if {
	found := rule.deny with input as fixture.edit_data({
		"/data_subjects": fixture.list("s", []),
		"/recipients": fixture.list("r", []),
		"/security_measures": fixture.list("m", []),
		"/personal_data/categories": fixture.list("c", []),
	})
	{f.message | some f in found} == {`dataset "contracts": the card lacks parts of the record: data_subjects, personal_data.categories, security_measures`}
}

test_silent_when_complete if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_personal_data if {
	not rule.applies with input as fixture.unpersonal
	not rule.applies with input as fixture.removed
}
