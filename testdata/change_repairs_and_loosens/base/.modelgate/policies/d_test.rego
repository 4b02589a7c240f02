package modelgate.custom.governance.d_owner_test

import data.modelgate.custom.governance.d_owner as rule

owned(name) := {"head": {"manifest": {"owner": {"at": "models/m/modelgate.yaml#/owner", "value": name}}}}

test_silent if count(rule.deny) == 0 with input as owned("retention-ml")

test_fires if count(rule.deny) == 1 with input as owned("me")
