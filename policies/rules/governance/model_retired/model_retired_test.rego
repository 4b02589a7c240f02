package modelgate.rules.governance.model_retired_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.model_retired as rule

retired(day, deploys) := json.patch(fixture.labelled([fixture.label("retired_on", "date", day)], []), [{"op": "replace", "path": "/head/manifest/deploys", "value": deploys}])

test_fires_for_a_deployment if {
	rule.deny == {{"at": "models/m/modelgate.yaml#/labels/retired_on", "message": "the model has been retired since 2026-11-15, but its manifest requires a deployment"}} with input as retired("2026-11-15", true)
	count(rule.deny) == 1 with input as retired("last year", true)
}

test_fires_for_a_promotion if {
	{f.message | some f in rule.deny} == {`the model has been retired since 2026-06-30, but it is being promoted to "production"`} with input as json.patch(retired("2026-06-30", false), [{"op": "replace", "path": "/target", "value": {"present": true, "environment": "production"}}])
}

test_silent_before_the_day_and_without_a_deployment if {
	rule.applies with input as retired("2026-11-16", true)
	count(rule.deny) == 0 with input as retired("2026-11-16", true)
	count(rule.deny) == 0 with input as retired("2026-06-30", false)
}

was(day, whole) := json.patch(whole, [{"op": "replace", "path": "/base/labels", "value": [fixture.label("retired_on", "date", day)]}])

test_fires_where_the_change_undoes_it if {
	undone := {"key": "undone", "message": "the change undoes the retirement of the model on 2026-06-30", "related": [{"at": "models/m/modelgate.yaml#/labels/retired_on", "message": "retired here"}]}
	rule.deny == {object.union(undone, {"at": "models/m/modelgate.yaml#"})} with input as was("2026-06-30", fixture.model)
	rule.deny == {object.union(undone, {"at": "models/m/modelgate.yaml#/labels/retired_on"})} with input as was("2026-06-30", retired("2027-06-30", true))
}

test_silent_where_the_day_is_moved if {
	count(rule.deny) == 0 with input as was("2027-06-30", fixture.model)
	count(rule.deny) == 0 with input as was("2026-06-30", retired("2026-07-31", false))
	not rule.applies with input as was("2026-06-30", fixture.removed)
}

test_not_applicable_to_others if not rule.applies with input as fixture.model
