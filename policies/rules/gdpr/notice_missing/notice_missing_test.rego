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
		"message": `dataset "contracts": the data comes from "third-party", so a notice under Art. 13 is not enough`,
		"related": [{"at": "datacards/contracts.yaml#/source/origin", "message": "the origin of the data"}],
	}} with input as fixture.edit_data({"/source/origin/value": "third-party"})
}

test_fires_without_reference if {
	messages({"/notice/ref": fixture.no_text}) == {`dataset "contracts": notice.ref is missing`}
	messages({"/source/origin/value": "public", "/notice/kind/value": "art14", "/notice/ref": fixture.no_text}) == {`dataset "contracts": notice.ref is missing`}
}

test_fires_on_an_exemption_without_reason if {
	messages({"/source/origin/value": "public", "/notice/kind/value": "art14-exemption"}) == {`dataset "contracts": notice.exemption is missing`, `dataset "contracts": notice.reason is missing`}
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

notice(kind, changes) := object.union(
	{"/notice/kind": fixture.text("datacards/contracts.yaml#/notice/kind", kind)},
	{sprintf("/notice/%s", [part]): fixture.text(sprintf("datacards/contracts.yaml#/notice/%s", [part]), value) | some part, value in changes},
)

said(changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit_data(changes)
}

test_art_14_is_not_for_what_people_give if {
	said(notice("art14", {})) == {`dataset "contracts": the data comes from "data-subject", so Art. 13 applies, not Art. 14`}
	count(said(notice("art14-exemption", {"exemption": "14(5)(b)", "reason": "Too many."}))) == 1
}

test_an_exemption_of_art_13 if {
	said(notice("art13-exemption", {"exemption": "13(4)", "reason": "They were informed at sign-up."})) == set()
	said(notice("art13-exemption", {"exemption": "14(5)(a)", "reason": "They were informed."})) == {`dataset "contracts": notice.exemption is "14(5)(a)", which is not of Art. 13`}
}

test_an_exemption_for_effort_is_made_public if {
	third := {"/source/origin/value": "third-party", "/notice/ref": fixture.lacks("datacards/contracts.yaml#/notice/ref")}
	said(object.union(third, notice("art14-exemption", {"exemption": "14(5)(b)", "reason": "Millions of authors."}))) == {`dataset "contracts": the exemption 14(5)(b) requires a public notice (notice.ref)`}
	said(object.union(third, notice("art14-exemption", {"exemption": "14(5)(b)", "reason": "Millions; see example.com/data."}))) == set()
	said(object.union(third, notice("art14-exemption", {"exemption": "14(5)(c)", "reason": "By law; see example.com/data."}))) == {`dataset "contracts": the exemption 14(5)(c) requires the law (notice.ref)`}
	said(object.union(third, notice("art14-exemption", {"exemption": "14(5)(a)", "reason": "They know."}))) == set()
}
