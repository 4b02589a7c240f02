package modelgate.rules.governance.commits_unsigned_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.commits_unsigned as rule

asking := fixture.changed([{"count": 0, "signed_commits": true}], [])

test_fires_for_each_commit if {
	rule.deny == {{"at": "models/m/README.md#", "key": "cccccccccccccccc", "message": "commit cccccccccccc has no verified signature: unsigned"}} with input as json.patch(asking, [{"op": "replace", "path": "/change/review/unsigned", "value": [{"at": "a#", "commit": "cccccccccccccccc", "reason": "unsigned"}]}])
}

test_silent_where_all_are_signed if {
	rule.applies with input as asking
	count(rule.deny) == 0 with input as asking
}

test_fires_where_commits_are_not_known if {
	count(rule.deny) == 1 with input as json.patch(asking, [{"op": "replace", "path": "/change/review/known", "value": false}])
}

test_not_applicable_unless_required if {
	not rule.applies with input as fixture.changed([{"count": 1}], [])
	not rule.applies with input as fixture.model
}
