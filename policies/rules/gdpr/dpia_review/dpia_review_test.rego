package modelgate.rules.gdpr.dpia_review_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.dpia_review as rule

done := {"/dpia/status/value": "done", "/dpia/ref": fixture.text("r", "dpia:1"), "/dpia/date": fixture.text("d", "2026-05-04"), "/dpia/residual_risk": fixture.text("k", "low")}

due(day) := object.union(done, {"/dpia/review_by": fixture.text("datacards/contracts.yaml#/dpia/review_by", day)})

# before is an input whose base has the assessed card, and whose head changes it.
before(changes) := json.patch(fixture.edit_data(object.union(done, changes)), [{"op": "replace", "path": sprintf("/base/datasets/0/card%s", [path]), "value": value} | some path, value in done])

test_fires_when_overdue if {
	rule.deny == {{"at": "datacards/contracts.yaml#/dpia/review_by", "message": `dataset "contracts": its impact assessment was to be reviewed by 2026-11-14`}} with input as fixture.edit_data(due("2026-11-14"))
	count(rule.deny) == 0 with input as fixture.edit_data(due("2026-11-15"))
}

test_fires_when_the_risk_changes[path] if {
	some path, value in {
		"/special_categories": fixture.list("s", ["health"]),
		"/personal_data/categories": fixture.list("s", ["contract history", "voice"]),
		"/data_subjects": fixture.list("s", ["customers", "children"]),
		"/transfers": fixture.transfers("US", "adequacy", {}),
		"/purposes": [fixture.purpose("retention"), fixture.purpose("scoring")],
		"/large_scale/value": true,
	}
	count(rule.deny) == 1 with input as before({path: value})
	count(rule.deny) == 0 with input as before({path: value, "/dpia/date/value": "2026-11-10"})
}

test_fires_without_date_or_risk if {
	rule.deny == {{"at": "datacards/contracts.yaml#/dpia", "key": "parts", "message": `dataset "contracts": its impact assessment is marked as done, but dpia.date is missing and dpia.residual_risk is missing`}} with input as fixture.edit_data(object.union(done, {"/dpia/date": fixture.no_text, "/dpia/residual_risk": fixture.no_text}))
}

test_a_missing_date_is_no_new_one if {
	count(rule.deny) == 2 with input as json.patch(before({"/large_scale/value": true, "/dpia/date": fixture.no_text}), [{"op": "replace", "path": "/base/datasets/0/card/dpia/date", "value": fixture.no_text}])
}

test_silent_when_nothing_changes if {
	rule.applies with input as before({})
	count(rule.deny) == 0 with input as before({})
	count(rule.deny) == 0 with input as before({"/purposes": []})
}

test_not_applicable_without_an_assessment if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.removed
}
