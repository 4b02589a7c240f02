package modelgate.custom.example.rule_name_test

import data.modelgate.custom.example.rule_name as rule
import data.modelgate.testing

# testing.repository is a whole input (`modelgate policy input repository`); with_values
# replaces what is at some JSON Pointers. /- adds an item to a list, which must be whole.
labeled(names) := testing.with_values(testing.repository, {
	"/change/review/labels": [{"at": "labels", "name": name} | some name in names],
	"/change/paths/-": {"at": "models/m/README.md#", "path": "models/m/README.md", "kind": "modified", "part": "model", "runs_gate": false, "owners": []},
})

test_frozen_fails if count(rule.deny) == 1 with input as labeled(["frozen"])

test_other_label_passes if count(rule.deny) == 0 with input as labeled(["urgent"])
