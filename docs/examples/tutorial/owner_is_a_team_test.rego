package modelgate.custom.governance.owner_is_a_team_test

import data.modelgate.custom.governance.owner_is_a_team
import data.modelgate.testing

with_owner(name) := testing.with_values(testing.model, {"/head/manifest/owner/value": name})

test_person_fails if {
	count(owner_is_a_team.deny) == 1 with input as with_owner("alice")
}

test_team_passes if {
	count(owner_is_a_team.deny) == 0 with input as with_owner("retention-team")
}
