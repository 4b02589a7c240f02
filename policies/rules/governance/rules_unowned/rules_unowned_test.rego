package modelgate.rules.governance.rules_unowned_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.rules_unowned as rule

unowned(file) := json.patch(fixture.reviewed([]), [
	{"op": "replace", "path": "/change/paths/0/owners", "value": []},
	{"op": "replace", "path": "/change/review/owners", "value": file},
])

test_fires_without_an_entry if {
	rule.deny == {{
		"at": ".modelgate/thresholds.yaml#",
		"key": ".modelgate/thresholds.yaml",
		"message": `".modelgate/thresholds.yaml" has no owner: .github/CODEOWNERS does not name it`,
	}} with input as unowned(".github/CODEOWNERS")
}

test_fires_without_a_file if {
	{f.message | some f in rule.deny} == {`".modelgate/thresholds.yaml" has no owner: there is no CODEOWNERS file`} with input as unowned("")
}

test_silent_with_an_owner if {
	rule.applies with input as fixture.reviewed([])
	count(rule.deny) == 0 with input as fixture.reviewed([])
}

test_not_applicable_without_a_pull_request if {
	not rule.applies with input as fixture.absent
}
