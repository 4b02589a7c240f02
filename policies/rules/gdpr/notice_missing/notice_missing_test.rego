package modelgate.rules.gdpr.notice_missing_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.notice_missing as rule

messages(changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit_data(changes)
}

test_fires_without_notice if {
	messages({"/notice/kind": fixture.no_text}) == {`dataset "contracts": the data card names no privacy notice`}
}

test_fires_on_the_wrong_notice if {
	rule.deny == {{
		"at": "datacards/contracts.yaml#/notice/kind",
		"message": `dataset "contracts": the data comes from "third-party", so that the notice of Art. 13 is not enough`,
		"related": [{"at": "datacards/contracts.yaml#/source/origin", "message": "the origin of the data"}],
	}} with input as fixture.edit_data({"/source/origin/value": "third-party"})
}

test_fires_without_reference if {
	messages({"/notice/ref": fixture.no_text}) == {`dataset "contracts": notice.ref is missing`}
	messages({"/notice/kind/value": "art14", "/notice/ref": fixture.no_text}) == {`dataset "contracts": notice.ref is missing`}
}

test_fires_on_an_exemption_without_reason if {
	messages({"/notice/kind/value": "art14-exemption"}) == {`dataset "contracts": notice.exemption is missing`, `dataset "contracts": notice.reason is missing`}
}

test_silent_with_the_right_notice if {
	rule.applies with input as fixture.model
	messages({}) == set()
	messages({"/source/origin/value": "observed"}) == set()
	messages({"/source/origin": fixture.no_text}) == set()
	messages({"/source/origin/value": "third-party", "/notice/kind/value": "art14"}) == set()
	messages({
		"/source/origin/value": "public",
		"/notice/kind/value": "art14-exemption",
		"/notice/exemption": fixture.text("datacards/contracts.yaml#/notice/exemption", "14(5)(b)"),
		"/notice/reason": fixture.text("datacards/contracts.yaml#/notice/reason", "Disproportionate effort."),
	}) == set()
}

test_not_applicable_without_personal_data if {
	not rule.applies with input as fixture.unpersonal
	not rule.applies with input as fixture.removed
}
