package modelgate.rules.gdpr.law_reference_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.law_reference as rule

resting_on(basis) := {"/legal_basis": [fixture.basis(basis, ["retention"])]}

with_law := json.patch(fixture.edit_data(resting_on("public-task")), [{
	"op": "replace",
	"path": "/head/datasets/0/card/legal_basis/0/law_ref",
	"value": fixture.text("datacards/contracts.yaml#/legal_basis/0/law_ref", "BDSG § 3"),
}])

test_fires_without_law[basis] if {
	some basis in ["legal-obligation", "public-task"]
	{f.message | some f in rule.deny} == {sprintf(`dataset "contracts": legal basis %q names no law`, [basis])} with input as fixture.edit_data(resting_on(basis))
}

test_silent_with_law if {
	rule.applies with input as with_law
	count(rule.deny) == 0 with input as with_law
}

test_not_applicable_to_other_bases if {
	not rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
	not rule.applies with input as fixture.removed
}
