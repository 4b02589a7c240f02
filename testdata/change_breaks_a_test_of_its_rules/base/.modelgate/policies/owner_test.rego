package modelgate.custom.governance.owner_is_a_team_test

import data.modelgate.custom.governance.owner_is_a_team as rule

owned(name) := {"head": {"manifest": {"owner": {"at": "models/m/modelgate.yaml#/owner", "value": name}}}}

test_fires if count(rule.deny) == 1 with input as owned("somebody")

test_silent if count(rule.deny) == 0 with input as owned("retention-ml")
