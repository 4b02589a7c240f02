package modelgate.custom.example.rule_name_test

import data.modelgate.custom.example.rule_name as rule
import data.modelgate.testing

# testing.model is a whole input (`modelgate policy input`); with_values replaces what is at
# some JSON Pointers.
owned_by(name) := testing.with_values(testing.model, {"/head/manifest/owner/value": name})

test_person_fails if {
	some finding in rule.deny with input as owned_by("alice")
	finding.message == `owner "alice" is not a team`
}

test_team_passes if {
	count(rule.deny) == 0 with input as owned_by("retention-team")
}
