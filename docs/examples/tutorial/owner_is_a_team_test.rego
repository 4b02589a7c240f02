package modelgate.custom.governance.owner_is_a_team_test

import data.modelgate.custom.governance.owner_is_a_team

with_owner(name) := {"head": {"manifest": {"owner": {"present": true, "value": name, "at": "modelgate.yaml#/owner"}}}}

test_person_fails if {
	count(owner_is_a_team.deny) == 1 with input as with_owner("alice")
}

test_team_passes if {
	count(owner_is_a_team.deny) == 0 with input as with_owner("retention-team")
}
